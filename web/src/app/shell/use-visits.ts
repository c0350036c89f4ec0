import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { noteVisit } from '@/lib/visits';

// Only the path: a search may hold what is nobody else's business.
export function useVisits(): void {
  const path = useLocation({ select: ({ pathname }) => pathname });
  useEffect(() => noteVisit(path, Date.now()), [path]);
}
