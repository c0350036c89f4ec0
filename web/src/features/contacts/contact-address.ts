import type { ListShape } from '@/lib/list-search';

// What the page keeps in its address. Apart from the rest, which comes with the page.
export const contactShape: ListShape = {
  sortable: ['name', 'organization', 'job_position', 'created_at', 'updated_at'],
  filterable: ['organization', 'job_position', 'email', 'phone', 'organization_id'],
};
