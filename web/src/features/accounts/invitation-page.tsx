import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { isApiError } from '@/api/problem';
import { signOut, useSession } from '@/api/session';
import { Avatar } from '@/components/avatar';
import { ErrorState } from '@/components/states';
import { useFailure } from '@/components/use-failure';
import { exactDate } from '@/lib/dates';
import { m } from '@/lib/messages';
import { invitationQuery } from './account-queries';
import classes from './invitation-page.module.css';
import { RegistrationForm } from './registration-form';
import formClasses from './sign-in-form.module.css';
import { SignInLayout } from './sign-in-layout';
import { t } from './invitation-messages';

interface InvitationPageProps {
  // The secret of the link.
  token: string;
  onDone: () => void;
  onStay: () => void;
}

// Where the link of an invitation leads; it works where registration is closed, too.
export function InvitationPage({ token, onDone, onStay }: InvitationPageProps) {
  const signedIn = useSession((state) => (state.status === 'signed-in' ? state.user : null));
  // Somebody who joins right here is signed in, too, and not in the way.
  const [joining, setJoining] = useState(signedIn === null);
  const [refused, setRefused] = useState(false);
  const query = useQuery({ ...invitationQuery(token), retry: false, enabled: joining });
  const failure = useFailure(query);

  if (signedIn && !joining) {
    return (
      <SignInLayout title={t.busyTitle} lead={t.busyText(signedIn.name, signedIn.email)}>
        <div className={classes.choices}>
          <Button size="md" onClick={() => void signOut().then(() => setJoining(true))}>
            {t.signOut}
          </Button>
          <Button size="md" variant="default" onClick={onStay}>
            {t.stay}
          </Button>
        </div>
      </SignInLayout>
    );
  }
  if (refused || (isApiError(failure) && failure.status === 422)) return <NoLongerWorks />;
  if (failure !== null) {
    return (
      <SignInLayout title={t.failed} lead="">
        <ErrorState error={failure} onRetry={() => void query.refetch()} />
      </SignInLayout>
    );
  }
  if (!query.data) return <SignInLayout title={t.reading} lead="" busy />;
  const { workspace_name, email, role, invited_by, expires_at } = query.data;
  return (
    <SignInLayout title={t.title(workspace_name)} lead={t.lead(invited_by)}>
      <div className={classes.from} title={exactDate(expires_at)}>
        <Avatar name={workspace_name} size={40} square />
        <p className={classes.lines}>
          <span className={classes.workspace} dir="auto">
            {workspace_name}
          </span>
          <span className={classes.role}>{t.role(t.roles[role] ?? role)}</span>
        </p>
      </div>
      <RegistrationForm
        invited={{ invitation: token, email }}
        onRefused={() => setRefused(true)}
        onDone={onDone}
      />
      <p className={formClasses.other}>
        {m.register.haveAccount} <Link to="/login">{m.register.login}</Link>
      </p>
    </SignInLayout>
  );
}

function NoLongerWorks() {
  return (
    <SignInLayout title={t.badTitle} lead={t.badText}>
      <p className={classes.used}>{t.used}</p>
      <Button
        size="md"
        variant="default"
        fullWidth
        renderRoot={(props) => <Link to="/login" {...props} />}
      >
        {t.signIn}
      </Button>
    </SignInLayout>
  );
}
