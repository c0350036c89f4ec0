import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { api, read } from '@/api/client';
import { fields } from '@/api/fields';
import { isApiError } from '@/api/problem';
import { signedIn } from '@/api/session';
import { FormProblem } from '@/components/form-problem';
import { useForm } from '@/components/use-form';
import { m } from '@/lib/messages';
import classes from './sign-in-form.module.css';
import { t } from './invitation-messages';

interface RegistrationFormProps {
  // The token of an invitation and the address it is for; without one, a workspace is made.
  invited?: { invitation: string; email: string };
  // The invitation turned out not to work any more.
  onRefused?: () => void;
  onDone: () => void;
}

export function RegistrationForm({ invited, onRefused, onDone }: RegistrationFormProps) {
  const client = useQueryClient();
  const form = useForm({
    // The schema cannot require it, since an invited person joins a workspace that exists.
    fields: {
      ...fields.Registration,
      workspace_name: { ...fields.Registration.workspace_name, required: !invited },
    },
    initial: { name: '', workspace_name: '', email: invited?.email ?? '', password: '' },
    explain: (error) => explain(error, invited !== undefined),
    onSubmit: async ({ workspace_name, ...values }) => {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const into = invited ? { invitation: invited.invitation } : { workspace_name };
      const body = { ...values, ...into, time_zone: timeZone };
      try {
        const answer = await read(api.POST('/api/auth/register', { body }));
        // All but what this page shows itself until it is left.
        client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'invitation' });
        signedIn(answer);
      } catch (error) {
        if (isApiError(error) && error.fieldErrors.invitation) onRefused?.();
        throw error;
      }
      onDone();
    },
  });

  return (
    <form {...form.props} className={classes.form}>
      <TextInput
        label={m.register.name}
        size="md"
        autoComplete="name"
        autoFocus
        withAsterisk={false}
        {...form.field('name')}
      />
      {!invited && (
        <TextInput
          label={m.register.workspace}
          size="md"
          autoComplete="organization"
          withAsterisk={false}
          {...form.field('workspace_name')}
        />
      )}
      <TextInput
        label={m.register.email}
        type="email"
        size="md"
        autoComplete="username"
        withAsterisk={false}
        {...(invited && {
          readOnly: true,
          variant: 'filled',
          description: t.emailNote,
          inputWrapperOrder: ['label', 'input', 'description', 'error'],
        })}
        {...form.field('email')}
      />
      <PasswordInput
        label={m.register.password}
        description={m.register.passwordHint(fields.Registration.password.minLength)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        size="md"
        autoComplete="new-password"
        withAsterisk={false}
        {...form.field('password')}
      />
      <FormProblem text={form.problem} />
      <Button type="submit" size="md" loading={form.busy}>
        {invited ? t.submit : m.register.submit}
      </Button>
    </form>
  );
}

function explain(error: unknown, invited: boolean): string | null {
  if (!isApiError(error)) return null;
  if (error.status === 429) return m.login.throttled(error.retryAfter || 60);
  return invited && error.code === 'email_taken' ? t.taken : null;
}
