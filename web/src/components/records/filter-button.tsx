import { Button, Popover, TextInput } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { type ComponentType, type FormEvent, useState } from 'react';
import { m } from '@/lib/messages';
import classes from './list-toolbar.module.css';

export interface FilterField {
  field: string;
  label: string;
  // Said instead of a value, where the field is to be empty; absent: it never is.
  noneLabel?: string;
  // Only whether it is filled in can be asked.
  noneOnly?: true;
  // For more than a line of text, such as one that offers names.
  Input?: ComponentType<{ label: string; value: string; onChange: (value: string) => void }>;
}

// By field; the empty text stands for "not set".
export type Filters = Record<string, string>;

interface FilterButtonProps {
  fields: readonly FilterField[];
  filters: Filters;
  onFilters: (filters: Filters) => void;
}

export function FilterButton({ fields, filters, onFilters }: FilterButtonProps) {
  const [opened, setOpened] = useState(false);
  const count = fields.filter(({ field }) => filters[field] !== undefined).length;
  const apply = (chosen: Filters) => {
    onFilters(chosen);
    setOpened(false);
  };
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      radius={12}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          variant="default"
          className={classes.control}
          leftSection={<IconAdjustmentsHorizontal size={16} />}
          onClick={() => setOpened((now) => !now)}
        >
          <span className={classes.controlLabel}>{m.list.filter}</span>
          {count > 0 && (
            <span className={classes.active} aria-label={m.list.activeFilters(count)} role="img">
              {count}
            </span>
          )}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={m.list.filters}>
        <FilterForm fields={fields} filters={filters} onApply={apply} />
      </Popover.Dropdown>
    </Popover>
  );
}

interface FilterFormProps {
  fields: readonly FilterField[];
  filters: Filters;
  onApply: (filters: Filters) => void;
}

// What is chosen here takes effect together, with Apply or Enter.
function FilterForm({ fields, filters, onApply }: FilterFormProps) {
  const [draft, setDraft] = useState<Record<string, string | undefined>>(filters);
  const set = (field: string, value: string | undefined) =>
    setDraft((old) => ({ ...old, [field]: value }));

  function apply(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const chosen: Filters = {};
    for (const { field } of fields) {
      const value = draft[field];
      if (value !== undefined) chosen[field] = value.trim();
    }
    onApply(chosen);
  }

  return (
    <form className={classes.filterForm} onSubmit={apply}>
      {fields.map(({ field, label, Input, noneOnly }) => {
        if (noneOnly) return null;
        const change = (value: string) => set(field, value.trim() === '' ? undefined : value);
        const value = draft[field] ?? '';
        return Input ? (
          <Input key={field} label={label} value={value} onChange={change} />
        ) : (
          <TextInput
            key={field}
            name={field}
            label={label}
            autoComplete="off"
            dir="auto"
            value={value}
            onChange={(event) => change(event.currentTarget.value)}
          />
        );
      })}
      <div role="group" aria-label={m.list.missing} className={classes.missing}>
        {fields.map(
          ({ field, noneLabel }) =>
            noneLabel && (
              <button
                key={field}
                type="button"
                className={classes.missingChoice}
                aria-pressed={draft[field] === ''}
                onClick={() => set(field, draft[field] === '' ? undefined : '')}
              >
                {noneLabel}
              </button>
            ),
        )}
      </div>
      <Button type="submit">{m.list.apply}</Button>
    </form>
  );
}
