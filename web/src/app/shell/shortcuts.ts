import { m } from '@/lib/messages';

export type Destination =
  | '/assistant'
  | '/contacts'
  | '/organizations'
  | '/projects'
  | '/tasks'
  | '/settings'
  | '/feedback';

// The one list of shortcuts: it feeds the keyboard handler, the palette and the help sheet.
export interface Shortcut {
  keys: string;
  label: string;
  group: keyof typeof groups;
  // Absent: handled where it belongs (a list, a dialog); listed here for the help sheet.
  to?: Destination;
  create?: true;
  // Narrows the list it leads to.
  search?: Record<string, string>;
}

export const groups = {
  general: m.shortcuts.general,
  go: m.shortcuts.go,
  make: m.shortcuts.make,
  list: m.shortcuts.list,
};

export const shortcuts: readonly Shortcut[] = [
  { keys: 'mod+k', label: m.shortcuts.palette, group: 'general' },
  { keys: '?', label: m.shortcuts.help, group: 'general' },
  { keys: 'mod+enter', label: m.shortcuts.save, group: 'general' },
  { keys: 'g a', label: m.nav.assistant, group: 'go', to: '/assistant' },
  { keys: 'g c', label: m.nav.contacts, group: 'go', to: '/contacts' },
  { keys: 'g o', label: m.nav.organizations, group: 'go', to: '/organizations' },
  { keys: 'g p', label: m.nav.projects, group: 'go', to: '/projects' },
  { keys: 'g t', label: m.nav.tasks, group: 'go', to: '/tasks' },
  {
    keys: 'g m',
    label: m.nav.myTasks,
    group: 'go',
    to: '/tasks',
    search: { assignee_id: 'me' },
  },
  { keys: 'g s', label: m.nav.settings, group: 'go', to: '/settings' },
  { keys: 'g f', label: m.nav.feedback, group: 'go', to: '/feedback' },
  { keys: 'n c', label: m.actions.newContact, group: 'make', to: '/contacts', create: true },
  {
    keys: 'n o',
    label: m.actions.newOrganization,
    group: 'make',
    to: '/organizations',
    create: true,
  },
  { keys: 'n p', label: m.actions.newProject, group: 'make', to: '/projects', create: true },
  { keys: 'n t', label: m.actions.newTask, group: 'make', to: '/tasks', create: true },
  { keys: '/', label: m.shortcuts.find, group: 'list' },
  { keys: 'j', label: m.shortcuts.next, group: 'list' },
  { keys: 'k', label: m.shortcuts.previous, group: 'list' },
  { keys: 'enter', label: m.shortcuts.open, group: 'list' },
  { keys: 'e', label: m.shortcuts.edit, group: 'list' },
  { keys: '→', label: m.shortcuts.cells, group: 'list' },
  { keys: 's', label: m.shortcuts.status, group: 'list' },
  { keys: 'p', label: m.shortcuts.priority, group: 'list' },
  { keys: 'a', label: m.shortcuts.assignee, group: 'list' },
  { keys: 'd', label: m.shortcuts.due, group: 'list' },
  { keys: 'space', label: m.shortcuts.select, group: 'list' },
  { keys: 'shift+space', label: m.shortcuts.selectRange, group: 'list' },
  { keys: 'mod+a', label: m.shortcuts.selectAll, group: 'list' },
  { keys: 'del', label: m.shortcuts.deleteSelected, group: 'list' },
  { keys: 'esc', label: m.shortcuts.unselect, group: 'list' },
];

export function keysTo(to: Destination, create = false): string | undefined {
  return shortcuts.find((one) => one.to === to && (one.create ?? false) === create)?.keys;
}
