import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, read } from '@/api/client';
import { fields } from '@/api/fields';
import { isApiError } from '@/api/problem';
import { signedIn, useSession } from '@/api/session';
import { FormProblem } from '@/components/form-problem';
import { useForm } from '@/components/use-form';
import { m } from '@/lib/messages';
import { instanceQuery } from './account-queries';
import { SignInLayout } from './sign-in-layout';
import classes from './sign-in-form.module.css';

export function LoginPage({ redirect, onDone }: { redirect?: string; onDone: () => void }) {
  const expired = useSession((state) => state.expired);
  const client = useQueryClient();
  const { data: instance } = useQuery(instanceQuery);
  const form = useForm({
    fields: fields.SignIn,
    initial: { email: '', password: '' },
    explain,
    onSubmit: async (body) => {
      const answer = await read(api.POST('/api/auth/login', { body }));
      client.clear();
      signedIn(answer);
      onDone();
    },
  });

  return (
    <SignInLayout title={m.login.title} lead={expired ? m.login.expired : m.login.lead}>
      <form {...form.props} className={classes.form}>
        <TextInput
          label={m.login.email}
          type="email"
          size="md"
          autoComplete="username"
          autoFocus
          withAsterisk={false}
          {...form.field('email')}
        />
        <PasswordInput
          label={m.login.password}
          size="md"
          autoComplete="current-password"
          withAsterisk={false}
          {...form.field('password')}
        />
        <FormProblem text={form.problem} />
        <Button type="submit" size="md" loading={form.busy}>
          {m.login.submit}
        </Button>
      </form>
      {instance?.registration !== 'closed' && (
        <p className={classes.other}>
          {m.login.noAccount}{' '}
          <Link to="/register" search={redirect ? { redirect } : {}}>
            {m.login.register}
          </Link>
        </p>
      )}
    </SignInLayout>
  );
}

function explain(error: unknown): string | null {
  if (!isApiError(error)) return null;
  if (error.status === 401) return m.login.wrong;
  if (error.status === 429) return m.login.throttled(error.retryAfter || 60);
  return null;
}
