import { Button, PasswordInput, TextInput } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { fields } from '@/api/fields';
import { FormProblem } from '@/components/form-problem';
import { toast } from '@/components/toast';
import { useForm } from '@/components/use-form';
import { m } from '@/lib/messages';
import { type ModelKey, saveKey, type Scope } from './key-queries';
import { t } from './messages';
import classes from './models-settings.module.css';
import type { ProviderFacts } from './providers';

interface KeyFormProps {
  facts: ProviderFacts;
  scope: Scope;
  saved: ModelKey | null;
  onDone: () => void;
}

const order = ['label', 'input', 'description', 'error'] as const;
const plain = { inputWrapperOrder: [...order], autoComplete: 'off', spellCheck: false };

export function KeyForm({ facts, scope, saved, onDone }: KeyFormProps) {
  const { provider, company, console } = facts;
  const ownServer = provider === 'compatible';
  const form = useForm({
    fields: fields.NewModelKey,
    initial: { base_url: saved?.base_url ?? '', key: '', model: saved?.model ?? '' },
    onSubmit: async ({ key, base_url, model }) => {
      await saveKey(scope, provider, {
        // What is stored stays where nothing is written over it.
        ...(saved && !key.trim() ? {} : { key: key.trim() }),
        base_url: base_url.trim() || null,
        model: model.trim() || null,
      });
      toast(t.saved);
      onDone();
    },
  });
  const key = (
    <PasswordInput
      {...plain}
      label={t.key}
      description={
        saved ? t.keyKept : ownServer ? t.keyOptional : t.keyHint(facts.keyStart, company)
      }
      autoFocus={!ownServer}
      withAsterisk={false}
      {...form.field('key')}
    />
  );
  const address = (
    <TextInput
      {...plain}
      label={ownServer ? t.serverUrl : t.baseUrl}
      description={ownServer ? t.serverUrlHint : t.baseUrlHint(company)}
      type="url"
      autoFocus={ownServer}
      {...form.field('base_url')}
    />
  );
  const model = (
    <TextInput {...plain} label={t.model} description={t.modelHint} {...form.field('model')} />
  );
  const inAdvanced = form.field('base_url').error ?? form.field('model').error;

  return (
    <form
      {...form.props}
      className={classes.form}
      aria-label={saved ? t.replaceOf(facts.name) : t.addTo(facts.name)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
    >
      {ownServer ? (
        <>
          {address}
          {key}
          {model}
        </>
      ) : (
        <>
          {key}
          <details
            className={classes.advanced}
            open={Boolean(saved?.base_url || saved?.model || inAdvanced) || undefined}
          >
            <summary>{t.advanced}</summary>
            <div className={classes.fields}>
              {address}
              {model}
            </div>
          </details>
        </>
      )}
      <FormProblem text={form.problem} />
      <div className={classes.buttons}>
        {console && (
          <a className={classes.get} href={console.href} target="_blank" rel="noreferrer noopener">
            {t.getKey(console.place)}
            <IconExternalLink size={14} aria-hidden="true" />
          </a>
        )}
        <Button variant="default" onClick={onDone}>
          {m.common.cancel}
        </Button>
        <Button type="submit" loading={form.busy}>
          {t.save}
        </Button>
      </div>
      {form.busy && (
        <p className="visually-hidden" role="status">
          {t.checking(company)}
        </p>
      )}
    </form>
  );
}
