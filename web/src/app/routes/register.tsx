import { createFileRoute, redirect, useRouter } from '@tanstack/react-router';
import { restoreSession, useSession } from '@/api/session';
import { RegisterPage } from '@/features/accounts/register-page';
import { safePath } from '@/lib/redirects';

export const Route = createFileRoute('/register')({
  validateSearch: (search: Record<string, unknown>): { redirect?: string } =>
    typeof search.redirect === 'string' ? { redirect: safePath(search.redirect) } : {},
  beforeLoad: async ({ search }) => {
    const { user, status } = useSession.getState();
    if (user && status === 'restoring') await restoreSession();
    if (useSession.getState().status === 'signed-in') {
      throw redirect({ href: safePath(search.redirect), replace: true });
    }
  },
  component: Register,
});

function Register() {
  const { redirect: target } = Route.useSearch();
  const router = useRouter();
  return (
    <RegisterPage
      {...(target && { redirect: target })}
      onDone={() => router.history.replace(safePath(target))}
    />
  );
}
