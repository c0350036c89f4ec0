import { useEffect, useId, useRef, useState } from 'react';
import type { Arguments, FieldChange, Json } from '@/api/run-events';
import { isDay } from '@/lib/due';
import { choicesBeside } from '@/lib/work';
import css from './cards.module.css';
import { fieldLabel, m } from './messages';
import { isEditable, isInnerField, readableValue, referenceText } from './values';

interface ApprovalFormProps {
  tool: string;
  arguments: Arguments;
  // They tell the names of the records that the arguments refer to.
  changes: FieldChange[];
  // The arguments as edited, or null while nothing differs.
  onChange: (edited: Arguments | null) => void;
  onValid: (valid: boolean) => void;
  // It is decided as it stands.
  disabled: boolean;
}

// The arguments of a call as fields. Ids stay as they are: another record is another request. What refers to other
// records is named.
export function ApprovalForm(props: ApprovalFormProps) {
  const { tool, arguments: original, changes, onChange, onValid, disabled } = props;
  const [texts, setTexts] = useState(() =>
    Object.fromEntries(Object.entries(original).map(([field, value]) => [field, asText(value)])),
  );
  const [broken, setBroken] = useState<ReadonlySet<string>>(new Set());
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('input, textarea, select')?.focus(), []);

  const change = (field: string, text: string) => {
    const next = { ...texts, [field]: text };
    const parsed = Object.entries(next).map(([key, value]) => {
      const before = original[key] as Json;
      const same = value === asText(before);
      return [key, same ? before : fromText(value, before)] as const;
    });
    const bad = new Set(parsed.filter(([, value]) => value === undefined).map(([key]) => key));
    setTexts(next);
    setBroken(bad);
    onValid(bad.size === 0);
    if (bad.size) return;
    const differs = Object.entries(next).some(([key, value]) => value !== asText(original[key]));
    onChange(differs ? (Object.fromEntries(parsed) as Arguments) : null);
  };

  return (
    <div
      ref={form}
      className={css.form}
      role="group"
      aria-label={m.approval.editing}
      inert={disabled}
    >
      {Object.entries(texts)
        .filter(([field]) => !isInnerField(field))
        .map(([field, text]) =>
          isEditable(field, original[field]) ? (
            <Field
              key={field}
              label={fieldLabel(field)}
              text={text}
              isDay={field === 'due_date' && isDay(asText(original[field]))}
              choices={choicesBeside(field, asText(original[field]), /project/.test(tool))}
              long={text.length > 60 || isNested(original[field])}
              error={broken.has(field) ? m.approval.badJson : null}
              onChange={(value) => change(field, value)}
            />
          ) : (
            <Fixed
              key={field}
              label={fieldLabel(field.replace(/_ids?$/, ''))}
              text={
                referenceText(original[field], changes) ||
                readableValue(field, original[field]) ||
                m.tool.nothing
              }
            />
          ),
        )}
    </div>
  );
}

function Fixed({ label, text }: { label: string; text: string }) {
  const id = useId();
  return (
    <div className={css.formLine}>
      <label htmlFor={id}>{label}</label>
      <output id={id} className={css.fixed}>
        {text}
      </output>
    </div>
  );
}

interface FieldProps {
  label: string;
  text: string;
  isDay: boolean;
  // Where it is one of a few words.
  choices: ReturnType<typeof choicesBeside>;
  long: boolean;
  error: string | null;
  onChange: (text: string) => void;
}

function Field({ label, text, isDay, choices, long, error, onChange }: FieldProps) {
  const id = useId();
  const [wasLong] = useState(long);
  const shared = {
    id,
    className: css.field,
    value: text,
    'aria-invalid': error !== null,
    'aria-describedby': error ? `${id}-error` : undefined,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return (
    <div className={css.formLine}>
      <label htmlFor={id}>{label}</label>
      <div>
        {choices ? (
          <select {...shared}>
            {choices.map(({ value, label: text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        ) : wasLong ? (
          <textarea rows={3} {...shared} />
        ) : (
          <input type={isDay ? 'date' : 'text'} {...shared} />
        )}
        {error && (
          <p id={`${id}-error`} className={css.fieldError}>
            {error}
          </p>
        )}
      </div>
    </div>
  );
}

function isNested(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null;
}

function asText(value: Json | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, isNested(value) ? 2 : 0);
}

// An emptied field clears the value; what was not text is read as JSON. Undefined: not readable.
function fromText(text: string, before: Json): Json | undefined {
  if (text === '') return null;
  if (typeof before === 'string' || before === null) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
