import { Button, Popover, TextInput } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { type ComponentType, type FormEvent, type ReactNode, useState } from 'react';
import { m } from '@/lib/messages';
import classes from './list-toolbar.module.css';

export interface FilterField {
  field: string;
  label: string;
  // Said instead of a value, where the field is to be empty; absent: it never is.
  noneLabel?: string;
  // Only whether it is filled in can be asked.
  noneOnly?: true;
  // Values to choose from; several, between commas, unless they exclude each other.
  choices?: readonly { value: string; label: string }[];
  exclusive?: true;
  // For more than a line of text, such as one that offers names.
  Input?: ComponentType<{ label: string; value: string; onChange: (value: string) => void }>;
  // How a value reads that is an id.
  Value?: ComponentType<{ value: string }>;
  // Can be taken away, but is not chosen here.
  hidden?: true;
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
      {fields.map(({ field, label, Input, noneOnly, choices, exclusive, hidden }) => {
        if (noneOnly || hidden) return null;
        const change = (value: string) => set(field, value.trim() === '' ? undefined : value);
        const value = draft[field] ?? '';
        if (choices) {
          return (
            <ChoiceFilter key={field} {...{ label, choices, exclusive, value }} onChange={change} />
          );
        }
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
              <ChoiceButton
                key={field}
                pressed={draft[field] === ''}
                onPress={() => set(field, draft[field] === '' ? undefined : '')}
              >
                {noneLabel}
              </ChoiceButton>
            ),
        )}
      </div>
      <Button type="submit">{m.list.apply}</Button>
    </form>
  );
}

interface ChoiceFilterProps {
  label: string;
  choices: readonly { value: string; label: string }[];
  exclusive?: true | undefined;
  value: string;
  onChange: (value: string) => void;
}

function ChoiceFilter({ label, choices, exclusive, value, onChange }: ChoiceFilterProps) {
  const chosen = value.split(',').filter(Boolean);
  const press = (one: string) => {
    if (chosen.includes(one)) return onChange(chosen.filter((other) => other !== one).join());
    onChange(exclusive ? one : [...chosen, one].join());
  };
  return (
    <div role="group" aria-label={label}>
      <p className={classes.choiceLabel} aria-hidden="true">
        {label}
      </p>
      <div className={classes.missing}>
        {choices.map((choice) => (
          <ChoiceButton
            key={choice.value}
            pressed={chosen.includes(choice.value)}
            onPress={() => press(choice.value)}
          >
            {choice.label}
          </ChoiceButton>
        ))}
      </div>
    </div>
  );
}

interface ChoiceButtonProps {
  pressed: boolean;
  onPress: () => void;
  children: ReactNode;
}

function ChoiceButton({ pressed, onPress, children }: ChoiceButtonProps) {
  return (
    <button
      type="button"
      className={classes.missingChoice}
      aria-pressed={pressed}
      onClick={onPress}
    >
      {children}
    </button>
  );
}
