// What the page of projects keeps in its address. Apart from the rest, which comes with the page.
export const projectAddress = {
  sortable: ['name', 'status', 'organization', 'due_date', 'created_at', 'updated_at'],
  filterable: ['status', 'organization', 'assignee_id', 'due'],
  choices: { view: ['list'] },
};
