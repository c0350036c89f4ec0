import { useCallback, useMemo, useState } from 'react';
import type { BaseRecord } from '@/api/records';
import { all, emptySelection, extend, toggle } from '@/lib/selection';

export interface RowSelection<R> {
  ids: ReadonlySet<string>;
  // The chosen records that are listed; what is not in sight is never acted on.
  records: readonly R[];
  choose: (id: string, range: boolean) => void;
  chooseAll: () => void;
  clear: () => void;
}

export function useSelection<R extends BaseRecord>(records: readonly R[]): RowSelection<R> {
  const [selection, setSelection] = useState(emptySelection);
  const { ids } = selection;
  const chosen = useMemo(
    () => (ids.size === 0 ? [] : records.filter(({ id }) => ids.has(id))),
    [ids, records],
  );
  const order = useCallback(() => records.map(({ id }) => id), [records]);
  const choose = useCallback(
    (id: string, range: boolean) =>
      setSelection((old) => (range ? extend(old, order(), id) : toggle(old, id))),
    [order],
  );
  const chooseAll = useCallback(() => setSelection(all(order())), [order]);
  const clear = useCallback(() => setSelection(emptySelection), []);
  return { ids, records: chosen, choose, chooseAll, clear };
}
