import { useSyncExternalStore } from 'react';

type Format = (phone: string) => string;

// The numbering plans are heavy, so they arrive after the page: until then a number stands as given.
let format: Format = (phone) => phone;
let loading: Promise<void> | null = null;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  loading ??= import('@/lib/phone').then(({ formatPhone }) => {
    format = formatPhone;
    for (const notify of listeners) notify();
  });
  return () => listeners.delete(listener);
}

export function usePhoneFormat(): Format {
  return useSyncExternalStore(subscribe, () => format);
}

export function Phone({ number }: { number: string }) {
  return <>{usePhoneFormat()(number)}</>;
}
