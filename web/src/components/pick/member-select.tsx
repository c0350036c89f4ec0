import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { memberChoices } from '@/api/members';
import { w } from '@/lib/work';

interface MemberSelectProps {
  label: string;
  // A member's id; empty for nobody.
  value: string;
  // Shown until the members are there.
  name?: string | undefined;
  error?: string | null;
  onChange: (value: string) => void;
  onName?: (name: string | undefined) => void;
  // Whoever looks at the page is a choice of its own, which means somebody else to somebody else.
  offersMe?: boolean;
  inDialog?: boolean;
}

const pauseInTyping = 120;

// The field of a form in which a member of the workspace is chosen.
export function MemberSelect(props: MemberSelectProps) {
  const { label, value, name, error = null, offersMe = false, inDialog = false } = props;
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), pauseInTyping);
  const { data } = useQuery(memberChoices(''));
  const { data: found } = useQuery({ ...memberChoices(search), enabled: search !== '' });
  const people = new Map(
    [...(data?.items ?? []), ...(found?.items ?? [])].map((member) => [member.id, member.name]),
  );
  if (name && value) people.set(value, name);
  const choices = [...people].map(([id, label]) => ({ value: id, label }));
  return (
    <Select
      label={label}
      data={offersMe ? [{ value: 'me', label: w.me }, ...choices] : choices}
      value={value || null}
      error={error}
      onChange={(chosen) => {
        props.onChange(chosen ?? '');
        props.onName?.(people.get(chosen ?? ''));
      }}
      placeholder={offersMe ? w.anybody : w.noAssignee}
      searchable
      clearable
      onSearchChange={setTyped}
      nothingFoundMessage={w.noneFound}
      comboboxProps={{ withinPortal: inDialog }}
    />
  );
}
