import { m } from '@/lib/messages';

// A cell without a value.
export function None() {
  return (
    <span style={{ color: 'var(--placeholder)' }}>
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">{m.common.none}</span>
    </span>
  );
}
