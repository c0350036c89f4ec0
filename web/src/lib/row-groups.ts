// A heading between rows that belong together.
export interface RowGroup<R> {
  group: string;
  // One of its rows, to name it by.
  first: R;
  // How many of the rows that are loaded.
  count: number;
  // The last group may go on with the next page.
  open: boolean;
}

export function isGroup<R>(item: R | RowGroup<R> | undefined): item is RowGroup<R> {
  return typeof item === 'object' && item !== null && 'group' in item;
}

// The rows, which come in the order of their groups, with a heading before each group.
export function withGroups<R extends object>(
  records: readonly R[],
  of: (record: R) => string,
  hasMore: boolean,
): (R | RowGroup<R>)[] {
  const items: (R | RowGroup<R>)[] = [];
  let current = null as RowGroup<R> | null;
  for (const record of records) {
    const group = of(record);
    if (current?.group !== group) {
      current = { group, first: record, count: 0, open: false };
      items.push(current);
    }
    current.count += 1;
    items.push(record);
  }
  if (current) current.open = hasMore;
  return items;
}
