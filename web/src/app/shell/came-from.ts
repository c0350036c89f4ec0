import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';

const feedback = '/feedback';
let last = '';

// The page the user was on before the one for feedback; empty where that was the first.
export function cameFrom(): string {
  return last;
}

// Only the path: a search may hold what is nobody else's business.
export function useCameFrom(): void {
  const path = useLocation({ select: ({ pathname }) => pathname });
  useEffect(() => {
    if (path !== feedback) last = path;
  }, [path]);
}
