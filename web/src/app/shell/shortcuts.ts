import { m } from '@/lib/messages';

export type Destination = '/assistant' | '/contacts' | '/organizations' | '/settings' | '/feedback';

// The one list of shortcuts: it feeds the keyboard handler, the palette and the help sheet.
export interface Shortcut {
  keys: string;
  label: string;
  group: keyof typeof groups;
  // Absent: handled where it belongs (a list, a dialog); listed here for the help sheet.
  to?: Destination;
  create?: true;
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
  { keys: '/', label: m.shortcuts.find, group: 'list' },
  { keys: 'j', label: m.shortcuts.next, group: 'list' },
  { keys: 'k', label: m.shortcuts.previous, group: 'list' },
  { keys: 'enter', label: m.shortcuts.open, group: 'list' },
  { keys: 'e', label: m.shortcuts.edit, group: 'list' },
  { keys: 'space', label: m.shortcuts.select, group: 'list' },
  { keys: 'shift+space', label: m.shortcuts.selectRange, group: 'list' },
  { keys: 'mod+a', label: m.shortcuts.selectAll, group: 'list' },
  { keys: 'del', label: m.shortcuts.deleteSelected, group: 'list' },
  { keys: 'esc', label: m.shortcuts.unselect, group: 'list' },
];

export function keysTo(to: Destination, create = false): string | undefined {
  return shortcuts.find((one) => one.to === to && (one.create ?? false) === create)?.keys;
}
