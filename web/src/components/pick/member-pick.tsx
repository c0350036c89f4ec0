import { IconUserOff } from '@tabler/icons-react';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { memberChoices } from '@/api/members';
import { Avatar } from '@/components/avatar';
import { w } from '@/lib/work';
import { PickList } from './pick-list';

export interface PersonName {
  id: string;
  name: string;
}

interface MemberPickProps {
  label: string;
  chosen: readonly PersonName[];
  // Several may be chosen; without it "nobody" is a choice too.
  many?: boolean;
  onPick: (person: PersonName | null) => void;
}

const pauseInTyping = 120;
// A list that fits the eye needs no search.
const searchFrom = 8;
const nobody = { value: '', label: w.noAssignee, icon: <IconUserOff size={22} stroke={1.4} /> };

// The people of the workspace.
export function MemberPick({ label, chosen, many = false, onPick }: MemberPickProps) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), pauseInTyping);
  const { data, isError } = useQuery(memberChoices(search));
  const members = data?.items ?? [];
  const searchable = typed !== '' || members.length >= searchFrom;
  const people = members.map(({ id, name }) => ({
    value: id,
    label: name,
    icon: <Avatar name={name} size={24} />,
  }));
  const ids = chosen.map(({ id }) => id);
  return (
    <PickList
      // What is chosen is marked once it is there.
      key={data === undefined ? 'loading' : 'there'}
      label={label}
      many={many}
      choices={many || search ? people : [nobody, ...people]}
      chosen={many || ids.length > 0 ? ids : ['']}
      onPick={(id) => onPick(members.find((member) => member.id === id) ?? null)}
      {...(searchable && { search: { text: typed, hint: w.findMember, onChange: setTyped } })}
      note={isError ? w.choicesFailed : data && people.length === 0 ? w.noneFound : null}
    />
  );
}
