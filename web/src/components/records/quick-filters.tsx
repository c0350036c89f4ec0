import { type ListChange, type ListSearch, without } from '@/lib/list-search';
import { m } from '@/lib/messages';
import classes from './list-toolbar.module.css';

export interface QuickFilter {
  label: string;
  field: string;
  value: string;
}

interface QuickFiltersProps {
  filters: readonly QuickFilter[];
  search: ListSearch;
  onSearch: (change: ListChange) => void;
}

// The filters one wants every day, a press each.
export function QuickFilters({ filters, search, onSearch }: QuickFiltersProps) {
  const toggled =
    ({ field, value }: QuickFilter): ListChange =>
    (before) =>
      before[field] === value ? without(before, field) : { ...before, [field]: value };
  return (
    <div role="group" aria-label={m.list.quick} className={classes.quick}>
      {filters.map((filter) => (
        <button
          key={filter.value}
          type="button"
          className={classes.missingChoice}
          aria-pressed={search[filter.field] === filter.value}
          onClick={() => onSearch(toggled(filter))}
        >
          {filter.label}
        </button>
      ))}
    </div>
  );
}
