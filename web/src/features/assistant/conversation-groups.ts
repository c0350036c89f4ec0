import { m } from './messages';

const day = 24 * 60 * 60 * 1000;

interface Dated {
  updated_at: string;
}

export interface Group<Item> {
  label: string;
  items: Item[];
}

// By the reader's calendar days, newest group first; empty groups are left out.
export function groupByAge<Item extends Dated>(
  items: readonly Item[],
  now = new Date(),
): Group<Item>[] {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const bounds = [
    { label: m.list.today, from: midnight },
    { label: m.list.yesterday, from: midnight - day },
    { label: m.list.week, from: midnight - 7 * day },
    { label: m.list.earlier, from: -Infinity },
  ];
  const groups = bounds.map(({ label }) => ({ label: label as string, items: [] as Item[] }));
  for (const item of items) {
    const time = new Date(item.updated_at).getTime();
    groups[bounds.findIndex(({ from }) => time >= from)]?.items.push(item);
  }
  return groups.filter((group) => group.items.length > 0);
}
