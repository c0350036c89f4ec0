import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { memberChoices } from '@/api/members';
import { w } from '@/lib/work';
import type { PersonName } from './member-pick';

interface MemberMultiSelectProps {
  label: string;
  description: string;
  chosen: readonly PersonName[];
  error: string | null;
  onChange: (people: PersonName[]) => void;
}

const pauseInTyping = 120;

// The field of a form in which members of the workspace are chosen, whom the server searches.
export function MemberMultiSelect({ chosen, onChange, ...props }: MemberMultiSelectProps) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), pauseInTyping);
  const { data } = useQuery(memberChoices(search));
  const found = data?.items ?? [];
  const people = new Map([...chosen, ...found].map(({ id, name }) => [id, { id, name }]));
  return (
    <MultiSelect
      {...props}
      data={[...people.values()].map(({ id, name }) => ({ value: id, label: name }))}
      value={chosen.map(({ id }) => id)}
      onChange={(ids) => onChange(ids.flatMap((id) => people.get(id) ?? []))}
      searchable
      clearable
      hidePickedOptions
      onSearchChange={setTyped}
      // The server has searched already.
      filter={({ options }) => options}
      nothingFoundMessage={w.noneFound}
    />
  );
}
