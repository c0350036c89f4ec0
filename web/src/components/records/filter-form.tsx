import { Button, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { m } from '@/lib/messages';
import { PickPopover } from '../pick/pick-popover';
import type { FilterChanges, FilterField, Filters } from './filter-button';
import classes from './list-toolbar.module.css';

interface FilterFormProps {
  fields: readonly FilterField[];
  filters: Filters;
  anchor: Element;
  onApply: (changes: FilterChanges) => void;
  onClose: () => void;
}

// What is chosen here takes effect together, with Apply or Enter; what is not stays as it is by then.
export default function FilterForm(props: FilterFormProps) {
  const { fields, filters, anchor, onApply, onClose } = props;
  const [changes, setChanges] = useState<FilterChanges>({});
  const draft: FilterChanges = { ...filters, ...changes };
  const set = (field: string, value: string | undefined) =>
    setChanges((old) => ({ ...old, [field]: value }));

  function apply(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const trimmed = Object.entries(changes).map(([field, value]) => [field, value?.trim()]);
    onApply(Object.fromEntries(trimmed));
  }

  return (
    <PickPopover label={m.list.filters} anchor={anchor} atEnd onClose={onClose}>
      <form className={classes.filterForm} onSubmit={apply}>
        {fields.map(({ field, label, Input, noneOnly, choices, exclusive, hidden }) => {
          if (noneOnly || hidden) return null;
          const change = (value: string) => set(field, value.trim() === '' ? undefined : value);
          const value = draft[field] ?? '';
          if (choices) {
            return (
              <ChoiceFilter
                key={field}
                {...{ label, choices, exclusive, value }}
                onChange={change}
              />
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
    </PickPopover>
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
