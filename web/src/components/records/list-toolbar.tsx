import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconArrowsSort, IconSearch, IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { dialogIsOpen, isTyping } from '@/lib/hotkeys';
import { m } from '@/lib/messages';
import { Menu, MenuItem } from '../menu';
import { FilterButton, type FilterChanges, type FilterField, type Filters } from './filter-button';
import classes from './list-toolbar.module.css';

interface ListToolbarProps {
  searchHint: string;
  search: string;
  onSearch: (text: string) => void;
  filterFields: readonly FilterField[];
  filters: Filters;
  onFilters: (changes: FilterChanges) => void;
  onUnfilter: () => void;
  sortFields: readonly { field: string; label: string }[];
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  // More ways to see the list: groups, views.
  children?: ReactNode;
}

// The first key is reported at once, what follows within this time together (milliseconds).
const gatherKeys = 70;

export function ListToolbar(props: ListToolbarProps) {
  const { filterFields, filters, onFilters, sortFields, sort, onSort } = props;
  const active = filterFields.filter(({ field }) => filters[field] !== undefined);

  return (
    <div className={classes.toolbar}>
      <div className={classes.controls}>
        <SearchField hint={props.searchHint} search={props.search} onSearch={props.onSearch} />
        <FilterButton fields={filterFields} filters={filters} onFilters={onFilters} />
        {sortFields.length > 0 && <SortMenu fields={sortFields} sort={sort} onSort={onSort} />}
        {props.children}
      </div>
      {active.length > 0 && (
        <ul className={classes.chips} aria-label={m.list.filters}>
          {active.map(({ field, label, ...one }) => (
            <li key={field} className={classes.chip}>
              <ChipText field={{ field, label, ...one }} value={filters[field] ?? ''} />
              <button
                type="button"
                aria-label={m.list.removeFilter(label)}
                onClick={() => onFilters({ [field]: undefined })}
              >
                <IconX size={13} />
              </button>
            </li>
          ))}
          <li>
            <button type="button" className={classes.clear} onClick={props.onUnfilter}>
              {m.list.clearFilters}
            </button>
          </li>
        </ul>
      )}
    </div>
  );
}

function ChipText({ field, value }: { field: FilterField; value: string }) {
  const { label, noneLabel, choices, Value } = field;
  if (!value) return <span className={classes.chipValue}>{noneLabel ?? label}</span>;
  const named = value
    .split(',')
    .map((one) => choices?.find((choice) => choice.value === one)?.label ?? one)
    .join(', ');
  return (
    <>
      <span className={classes.chipLabel}>{label}</span>
      <span className={classes.chipValue} dir="auto">
        {Value ? <Value value={value} /> : choices ? named : value}
      </span>
    </>
  );
}

function SearchField({
  hint,
  search,
  onSearch,
}: {
  hint: string;
  search: string;
  onSearch: (text: string) => void;
}) {
  const [text, setText] = useState(search);
  const [shown, setShown] = useState(search);
  // What was reported and has not come back as the URL's yet.
  const [reported, setReported] = useState<string[]>([]);
  const input = useRef<HTMLInputElement>(null);
  const tell = (value: string) => {
    if (value !== (reported.at(-1) ?? search)) setReported([...reported, value]);
    onSearch(value);
  };
  const report = useDebouncedCallback(tell, {
    delay: gatherKeys,
    maxWait: gatherKeys,
    leading: true,
  });

  // The URL changed by other means (back, a cleared search): the field follows. Where it only comes behind what was
  // typed, more may have been typed since.
  if (shown !== search) {
    setShown(search);
    const place = reported.indexOf(search);
    setReported(reported.slice(place < 0 ? reported.length : place + 1));
    if (place < 0 && search !== text.trim()) setText(search);
  }

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.key !== '/' || isTyping(event.target) || dialogIsOpen()) return;
      event.preventDefault();
      input.current?.select();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  const change = (value: string) => {
    setText(value);
    report(value.trim());
  };

  return (
    <TextInput
      ref={input}
      className={classes.search}
      type="search"
      aria-label={m.list.search}
      placeholder={hint}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && text) change('');
      }}
      leftSection={<IconSearch size={16} />}
      rightSection={
        text && (
          <button
            type="button"
            className={classes.reset}
            aria-label={m.common.clear}
            onClick={() => {
              change('');
              input.current?.focus();
            }}
          >
            <IconX size={14} />
          </button>
        )
      }
    />
  );
}

// Headers sort on a wide screen; a phone shows none, so there it is a menu.
function SortMenu({
  fields,
  sort,
  onSort,
}: {
  fields: readonly { field: string; label: string }[];
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
}) {
  const choices = fields.flatMap(({ field, label }) => [
    { value: field, text: `${label}, ${m.list.ascending}` },
    { value: `-${field}`, text: `${label}, ${m.list.descending}` },
  ]);
  return (
    <Menu
      width={220}
      label={m.list.sort}
      button={(props) => (
        <Button
          variant="default"
          className={`${classes.control} ${classes.onPhone}`}
          aria-label={m.list.sort}
          {...props}
        >
          <IconArrowsSort size={16} />
        </Button>
      )}
    >
      {choices.map(({ value, text }) => (
        <MenuItem key={value} checked={sort === value} onClick={() => onSort(value)}>
          {text}
        </MenuItem>
      ))}
    </Menu>
  );
}
