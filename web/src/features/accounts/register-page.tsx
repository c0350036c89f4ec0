import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { m } from '@/lib/messages';
import { instanceQuery } from './account-queries';
import { RegistrationForm } from './registration-form';
import { SignInLayout } from './sign-in-layout';
import classes from './sign-in-form.module.css';

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
