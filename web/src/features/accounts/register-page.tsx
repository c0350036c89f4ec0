import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, read } from '@/api/client';
import { fields } from '@/api/fields';
import { isApiError } from '@/api/problem';
import { signedIn } from '@/api/session';
import { FormProblem } from '@/components/form-problem';
import { useForm } from '@/components/use-form';
import { m } from '@/lib/messages';
import { instanceQuery } from './account-queries';
import { SignInLayout } from './sign-in-layout';
import classes from './sign-in-form.module.css';

// The schema cannot require it, since an invited person joins a workspace that exists.
const registration = {
  ...fields.Registration,
  workspace_name: { ...fields.Registration.workspace_name, required: true },
};

export function RegisterPage({ redirect, onDone }: { redirect?: string; onDone: () => void }) {
  const { data: instance } = useQuery(instanceQuery);
  const toLogin = redirect ? { redirect } : {};

  if (instance?.registration === 'closed') {
    return (
      <SignInLayout title={m.register.closedTitle} lead={m.register.closedText}>
        <Button
          size="md"
          variant="default"
          renderRoot={(props) => <Link to="/login" search={toLogin} {...props} />}
        >
          {m.register.toLogin}
        </Button>
      </SignInLayout>
    );
  }
  return (
    <SignInLayout title={m.register.title} lead={m.register.lead}>
      <RegistrationForm onDone={onDone} />
      <p className={classes.other}>
        {m.register.haveAccount}{' '}
        <Link to="/login" search={toLogin}>
          {m.register.login}
        </Link>
      </p>
    </SignInLayout>
  );
}

function RegistrationForm({ onDone }: { onDone: () => void }) {
  const client = useQueryClient();
  const form = useForm({
    fields: registration,
    initial: { name: '', workspace_name: '', email: '', password: '' },
    explain: (error) =>
      isApiError(error) && error.status === 429 ? m.login.throttled(error.retryAfter || 60) : null,
    onSubmit: async (values) => {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const body = { ...values, time_zone: timeZone };
      const answer = await read(api.POST('/api/auth/register', { body }));
      client.clear();
      signedIn(answer);
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
      <TextInput
        label={m.register.workspace}
        size="md"
        autoComplete="organization"
        withAsterisk={false}
        {...form.field('workspace_name')}
      />
      <TextInput
        label={m.register.email}
        type="email"
        size="md"
        autoComplete="username"
        withAsterisk={false}
        {...form.field('email')}
      />
      <PasswordInput
        label={m.register.password}
        description={m.register.passwordHint(registration.password.minLength)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        size="md"
        autoComplete="new-password"
        withAsterisk={false}
        {...form.field('password')}
      />
      <FormProblem text={form.problem} />
      <Button type="submit" size="md" loading={form.busy}>
        {m.register.submit}
      </Button>
    </form>
  );
}
