import type { ListShape } from '@/lib/list-search';

// What the page keeps in its address. Apart from the rest, which comes with the page.
export const organizationShape: ListShape = {
  sortable: ['name', 'industry', 'created_at', 'updated_at'],
  filterable: ['industry', 'description'],
};
