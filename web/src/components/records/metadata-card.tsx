import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { asText } from '@/lib/changes';
import { m } from '@/lib/messages';
import { problemText } from '../undo-toast';
import { InlineFact } from './inline-fact';
import classes from './metadata-card.module.css';
import { Section } from './section';

type Metadata = Record<string, unknown>;

interface MetadataCardProps {
  metadata: Metadata;
  onSave: (metadata: Metadata) => Promise<unknown>;
}

const freeText = { required: false };

// The user's own fields. Texts are edited here; numbers, lists and the like, which other programs
// may have written, keep their kind.
export function MetadataCard({ metadata, onSave }: MetadataCardProps) {
  const [adding, setAdding] = useState(false);
  const names = Object.keys(metadata).sort((a, b) => a.localeCompare(b));
  const without = (name: string) =>
    Object.fromEntries(Object.entries(metadata).filter(([other]) => other !== name));

  return (
    <Section
      title={m.metadata.title}
      action={
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={15} />}
          onClick={() => setAdding(true)}
        >
          {m.metadata.add}
        </Button>
      }
    >
      {names.length === 0 && !adding && <p className={classes.empty}>{m.metadata.empty}</p>}
      <div>
        {names.map((name) => (
          <div key={name} className={classes.row}>
            <dl className={classes.fact}>
              {isStructured(metadata[name]) ? (
                <div className={classes.structured} title={m.metadata.structured}>
                  <dt>{name}</dt>
                  <dd>{asText(metadata[name])}</dd>
                </div>
              ) : (
                <InlineFact
                  field={name}
                  label={name}
                  value={asText(metadata[name]) || null}
                  facts={freeText}
                  onSave={(value) =>
                    onSave(
                      value === null
                        ? without(name)
                        : { ...metadata, [name]: asBefore(metadata[name], value) },
                    )
                  }
                />
              )}
            </dl>
            <button
              type="button"
              className={classes.remove}
              aria-label={m.metadata.remove(name)}
              onClick={() => void onSave(without(name)).catch(() => undefined)}
            >
              <IconTrash size={15} />
            </button>
          </div>
        ))}
      </div>
      {adding && (
        <NewField
          taken={names}
          onCancel={() => setAdding(false)}
          onAdd={async (name, value) => {
            await onSave({ ...metadata, [name]: value });
            setAdding(false);
          }}
        />
      )}
    </Section>
  );
}

interface NewFieldProps {
  taken: string[];
  onCancel: () => void;
  onAdd: (name: string, value: string) => Promise<void>;
}

function NewField({ taken, onCancel, onAdd }: NewFieldProps) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function add(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!name.trim()) return setError(m.common.required);
    if (taken.includes(name.trim())) return setError(m.metadata.taken);
    setBusy(true);
    try {
      await onAdd(name.trim(), value.trim());
    } catch (problem) {
      setError(problemText(problem));
      setBusy(false);
    }
  }

  return (
    <form
      className={classes.form}
      onSubmit={(event) => void add(event)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <TextInput
        aria-label={m.metadata.name}
        placeholder={m.metadata.name}
        autoFocus
        value={name}
        error={error}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setError(null);
        }}
      />
      <TextInput
        aria-label={m.metadata.value}
        placeholder={m.metadata.value}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onCancel}>
          {m.common.cancel}
        </Button>
        <Button type="submit" loading={busy}>
          {m.common.save}
        </Button>
      </div>
    </form>
  );
}

function isStructured(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

// A number stays a number and a yes/no stays one, as long as what was typed is one.
function asBefore(before: unknown, typed: string): unknown {
  if (typeof before === 'number' && typed.trim() !== '' && Number.isFinite(Number(typed))) {
    return Number(typed);
  }
  if (typeof before === 'boolean' && (typed === 'true' || typed === 'false'))
    return typed === 'true';
  return typed;
}
