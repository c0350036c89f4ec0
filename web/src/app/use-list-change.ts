import { useRouter } from '@tanstack/react-router';
import { isNewStep, type ListChange, listSearch, type ListShape } from '@/lib/list-search';

// Where a change of a list leads, from the address as it is: the page may still show an earlier one,
// and what was pressed since then stays.
export function useListChange(shape: ListShape) {
  const router = useRouter();
  return (change: ListChange) => {
    const before = listSearch(router.latestLocation.search, shape);
    const search = change(before);
    return { search, replace: !isNewStep(before, search) };
  };
}
