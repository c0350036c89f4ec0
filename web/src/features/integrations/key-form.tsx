import { Button, PasswordInput, TextInput } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { fields } from '@/api/fields';
import { FormProblem } from '@/components/form-problem';
import { toast } from '@/components/toast';
import { useForm } from '@/components/use-form';
import { m } from '@/lib/messages';
import { type ModelKey, type Provider, saveKey } from './key-queries';
import classes from './integrations-settings.module.css';
import { t } from './messages';

interface KeyFormProps {
  provider: Provider;
  saved: ModelKey | null;
  onDone: () => void;
}

export function KeyForm({ provider, saved, onDone }: KeyFormProps) {
  const form = useForm({
    fields: fields.NewModelKey,
    initial: { key: '', base_url: saved?.base_url ?? '' },
    onSubmit: async ({ key, base_url }) => {
      await saveKey(provider, { key: key.trim(), base_url: base_url.trim() || null });
      toast(t.saved);
      onDone();
    },
  });

  return (
    <form {...form.props} className={classes.form}>
      <PasswordInput
        label={t.key}
        description={t.keyHint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        autoComplete="off"
        spellCheck={false}
        autoFocus
        withAsterisk={false}
        {...form.field('key')}
      />
      <details className={classes.advanced} open={Boolean(saved?.base_url)}>
        <summary>{t.advanced}</summary>
        <TextInput
          label={t.baseUrl}
          description={t.baseUrlHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          type="url"
          autoComplete="off"
          {...form.field('base_url')}
        />
      </details>
      <FormProblem text={form.problem} />
      <div className={classes.buttons}>
        <a
          className={classes.get}
          href="https://console.anthropic.com/settings/keys"
          target="_blank"
          rel="noreferrer noopener"
        >
          {t.getKey}
          <IconExternalLink size={14} aria-hidden="true" />
        </a>
        <Button variant="default" onClick={onDone}>
          {m.common.cancel}
        </Button>
        <Button type="submit" loading={form.busy}>
          {t.save}
        </Button>
      </div>
      {form.busy && (
        <p className="visually-hidden" role="status">
          {t.checking}
        </p>
      )}
    </form>
  );
}
