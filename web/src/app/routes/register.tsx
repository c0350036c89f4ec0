import { createFileRoute, redirect, useLocation, useRouter } from '@tanstack/react-router';
import { restoreSession, useSession } from '@/api/session';
import { InvitationPage } from '@/features/accounts/invitation-page';
import { RegisterPage } from '@/features/accounts/register-page';
import { invitationIn } from '@/lib/invitations';
import { safePath } from '@/lib/redirects';

export const Route = createFileRoute('/register')({
  validateSearch: (search: Record<string, unknown>): { redirect?: string } =>
    typeof search.redirect === 'string' ? { redirect: safePath(search.redirect) } : {},
  beforeLoad: async ({ search, location }) => {
    const { user, status } = useSession.getState();
    const invited = invitationIn(location.hash) !== null;
    if ((user || invited) && status === 'restoring') await restoreSession();
    // Whoever follows an invitation while signed in is told so.
    if (invited) return;
    if (useSession.getState().status === 'signed-in') {
      throw redirect({ href: safePath(search.redirect), replace: true });
    }
  },
  component: Register,
});

function Register() {
  const { redirect: target } = Route.useSearch();
  const router = useRouter();
  const invitation = useLocation({ select: ({ hash }) => invitationIn(hash) });
  if (invitation) {
    const leave = () => router.history.replace('/assistant');
    return <InvitationPage key={invitation} token={invitation} onDone={leave} onStay={leave} />;
  }
  return (
    <RegisterPage
      {...(target && { redirect: target })}
      onDone={() => router.history.replace(safePath(target))}
    />
  );
}
