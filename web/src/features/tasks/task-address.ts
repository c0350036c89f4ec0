// What the page of tasks keeps in its address. Apart from the rest, which comes with the page.
export const taskAddress = {
  sortable: ['name', 'status', 'priority', 'due_date', 'created_at', 'updated_at'],
  filterable: ['status', 'priority', 'assignee_id', 'project_id', 'due'],
  order: 'due_date',
  groups: {
    status: 'status',
    due_date: 'due_date',
    priority: '-priority',
    project: 'project',
  },
};
