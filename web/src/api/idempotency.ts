import { randomId } from '@/lib/random-id';

// A POST whose answer was lost may have been carried out. Sent again as it was, it carries the same
// key, so that the server answers it once more instead of doing it twice.
const unsettled = new Map<string, string>();
// The oldest is forgotten beyond so many; their requests were given up long ago.
const atMost = 100;

export function keyOf(sent: string): string {
  const key = unsettled.get(sent) ?? randomId();
  unsettled.set(sent, key);
  const [oldest] = unsettled.keys();
  if (unsettled.size > atMost && oldest !== undefined) unsettled.delete(oldest);
  return key;
}

// The outcome is known: the same again is meant as a second one.
export function settle(sent: string): void {
  unsettled.delete(sent);
}
