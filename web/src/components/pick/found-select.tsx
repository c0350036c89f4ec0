import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';

export interface FoundSelectProps {
  label: string;
  // An id; empty where nothing is chosen.
  value: string;
  // Of what is chosen, shown until it is found.
  name?: string | undefined;
  required?: boolean;
  error?: string | null;
  onChange: (value: string, name: string | undefined) => void;
  inDialog?: boolean;
}

interface Named {
  id: string;
  name: string;
}

interface Searched extends FoundSelectProps {
  field: string;
  placeholder: string;
  nothingFound: string;
  // What the server has of that name; everything it offers for the empty search.
  useFound: (search: string) => readonly Named[] | undefined;
  // Always a choice, before what is found.
  first?: { value: string; label: string } | undefined;
}

const pauseInTyping = 120;

// The field of a form in which one of many records is chosen, which the server searches.
export function FoundSelect(props: Searched) {
  const { field, label, value, required = false, error = null, first } = props;
  const [typed, setTyped] = useState('');
  const [picked, setPicked] = useState<Named | null>(null);
  const [paused] = useDebouncedValue(typed.trim(), pauseInTyping);
  const name = first?.value === value ? first.label : (props.name ?? nameOf(picked, value));
  // The field shows the name of what is chosen, which is no search.
  const search = paused === name ? '' : paused;
  const found = props.useFound(search) ?? [];
  const names = new Map(found.map((one) => [one.id, one.name]));
  if (value && name) names.set(value, name);
  if (first) names.delete(first.value);
  const choices = [...names].map(([id, text]) => ({ value: id, label: text }));
  return (
    <Select
      name={field}
      label={label}
      required={required}
      withAsterisk={required}
      data={first && fits(first.label, search) ? [first, ...choices] : choices}
      // The server has searched already.
      filter={({ options }) => options}
      value={value || null}
      error={error}
      onChange={(chosen) => {
        const text = names.get(chosen ?? '');
        setPicked(chosen && text ? { id: chosen, name: text } : null);
        props.onChange(chosen ?? '', text);
      }}
      placeholder={props.placeholder}
      searchable
      clearable={!required}
      onSearchChange={setTyped}
      nothingFoundMessage={props.nothingFound}
      comboboxProps={{ withinPortal: props.inDialog ?? false }}
    />
  );
}

const nameOf = (one: Named | null, id: string) => (one?.id === id ? one.name : undefined);

const fits = (label: string, search: string) =>
  label.toLocaleLowerCase().startsWith(search.toLocaleLowerCase());
