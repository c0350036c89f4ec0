// What a list page keeps in its URL.
export interface ListSearch {
  q?: string;
  sort?: string;
  // Opens the form for a new record.
  new?: true;
  // Equality filters, by field; the empty text finds what is not set.
  [field: string]: string | true | undefined;
}

// What is to become of the address, whatever it says by then.
export type ListChange = (before: ListSearch) => ListSearch;

export interface ListShape {
  sortable: readonly string[];
  filterable: readonly string[];
  // The order where the address names none; without it, by name.
  order?: string;
  // What else the address may say, such as a view, and the values it may have.
  choices?: Record<string, readonly string[]>;
  // What rows can be gathered by, and the order that gathers them. The first is chosen where the
  // address says nothing (`group=none` chooses none).
  groups?: Record<string, string>;
  // The filters as the server knows them, where the page has words of its own (`due=overdue`).
  asked?: (filters: Record<string, string>) => Record<string, string>;
}

// Reads the URL's search; what is not known is dropped, so that an old link still opens.
export function listSearch(raw: Record<string, unknown>, shape: ListShape): ListSearch {
  const search: ListSearch = {};
  const q = text(raw.q);
  if (q) search.q = q;
  const sort = text(raw.sort);
  if (sort && shape.sortable.includes(sort.replace(/^-/, ''))) search.sort = sort;
  if (raw.new === true || raw.new === 'true' || raw.new === 1) search.new = true;
  for (const field of shape.filterable) {
    const value = raw[field] === '' ? '' : text(raw[field]);
    if (value !== undefined) search[field] = value;
  }
  const { choices = {}, groups } = shape;
  const all = groups ? { ...choices, group: [...Object.keys(groups), 'none'] } : choices;
  for (const [name, values] of Object.entries(all)) {
    const value = text(raw[name]);
    if (value && values.includes(value)) search[name] = value;
  }
  return search;
}

export function filtersOf(search: ListSearch, shape: ListShape): Record<string, string> {
  const filters: Record<string, string> = {};
  for (const field of shape.filterable) {
    const value = search[field];
    if (typeof value === 'string') filters[field] = value;
  }
  return filters;
}

// What the rows are gathered by, or null.
export function groupOf(search: ListSearch, shape: ListShape): string | null {
  const [first] = Object.keys(shape.groups ?? {});
  if (search.group === 'none') return null;
  if (typeof search.group === 'string') return search.group;
  return search.sort === undefined ? (first ?? null) : null;
}

export function orderOf(search: ListSearch, shape: ListShape): string {
  const group = groupOf(search, shape);
  return (group && shape.groups?.[group]) || (search.sort ?? shape.order ?? 'name');
}

// The question to the server that answers what the address asks for.
export function listQuery(search: ListSearch, shape: ListShape) {
  const filters = filtersOf(search, shape);
  return {
    search: search.q,
    sort: orderOf(search, shape),
    filters: shape.asked ? shape.asked(filters) : filters,
  };
}

// Without searches and filters; how the list is shown stays.
export function unfiltered(search: ListSearch, shape: ListShape): ListSearch {
  return without(search, 'q', ...shape.filterable);
}

// The next state of a column's header: ascending, descending, and back to the list's default.
export function nextSort(current: string | undefined, column: string): string | undefined {
  if (current === column) return `-${column}`;
  return current === `-${column}` ? undefined : column;
}

// Whether going Back should come by the list as it is: it does for every search, filter and order,
// not for every letter that is typed.
export function isNewStep(before: ListSearch, after: ListSearch): boolean {
  const known = ({ q, new: form, ...rest }: ListSearch) => ({ ...rest, q: q === undefined, form });
  const [one, other] = [known(before), known(after)] as Record<string, unknown>[];
  const fields = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})]);
  return [...fields].some((field) => field !== 'form' && one?.[field] !== other?.[field]);
}

// The same list with the form for a new record opened or closed.
export function withForm(search: ListSearch, open: boolean): ListSearch {
  const rest = without(search, 'new');
  return open ? { ...rest, new: true } : rest;
}

export function without(search: ListSearch, ...names: string[]): ListSearch {
  const kept = Object.entries(search).filter(([name]) => !names.includes(name));
  return Object.fromEntries(kept) as ListSearch;
}

// The router reads `?q=42` as a number.
function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
