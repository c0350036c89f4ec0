import { useQuery } from '@tanstack/react-query';
import { memberChoices } from '@/api/members';
import { w } from '@/lib/work';
import { FoundSelect, type FoundSelectProps } from './found-select';

interface MemberSelectProps extends FoundSelectProps {
  // Whoever looks at the page is a choice of its own, which means somebody else to somebody else.
  offersMe?: boolean;
}

const me = { value: 'me', label: w.me };

// The field of a form in which a member of the workspace is chosen, or nobody.
export function MemberSelect({ offersMe = false, ...props }: MemberSelectProps) {
  const members = useQuery(memberChoices('')).data?.items;
  const name = props.name ?? members?.find(({ id }) => id === props.value)?.name;
  return (
    <FoundSelect
      {...props}
      name={name}
      field="assignee"
      first={offersMe ? me : undefined}
      placeholder={offersMe ? w.anybody : w.noAssignee}
      nothingFound={w.noneFound}
      useFound={useMembers}
    />
  );
}

const useMembers = (search: string) => useQuery(memberChoices(search)).data?.items;
