import { useQuery } from '@tanstack/react-query';
import { memberChoices } from '@/api/members';
import { w } from '@/lib/work';

// The name of a member whose id is known, or of whoever looks at the page.
export function MemberName({ value }: { value: string }) {
  const { data } = useQuery({ ...memberChoices(''), enabled: value !== 'me' });
  if (value === 'me') return w.me;
  return data?.items.find(({ id }) => id === value)?.name ?? '…';
}
