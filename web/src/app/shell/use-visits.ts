import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSession } from '@/api/session';
import { forgetVisits, noteVisit } from '@/lib/visits';

// Only the path: a search may hold what is nobody else's business.
export function useVisits(): void {
  const path = useLocation({ select: ({ pathname }) => pathname });
  useEffect(() => noteVisit(path, Date.now()), [path]);
}

// Nobody is told where the one before them was.
useSession.subscribe((now, before) => {
  if (now.user?.id !== before.user?.id) forgetVisits();
});
