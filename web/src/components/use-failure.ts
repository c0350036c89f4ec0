import { useState } from 'react';

interface Asked {
  data: unknown;
  isPlaceholderData: boolean;
  error: unknown;
  errorUpdateCount: number;
}

// Why there is nothing to show, or null. A query that never had an answer forgets its error while it
// is tried again; the page goes on saying what it said, instead of flashing its skeleton.
export function useFailure({ data, isPlaceholderData, error, errorUpdateCount }: Asked): unknown {
  const [last, setLast] = useState<unknown>(null);
  if (error !== null && error !== last) setLast(error);
  if (data !== undefined && !isPlaceholderData) return null;
  return error ?? (errorUpdateCount > 0 ? last : null);
}
