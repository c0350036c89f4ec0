import {
  IconArrowRight,
  IconBuilding,
  IconChecklist,
  IconDeviceDesktop,
  IconKeyboard,
  IconLayoutKanban,
  IconMoon,
  IconSparkles,
  IconSun,
  IconUserPlus,
} from '@tabler/icons-react';
import type { NavigateOptions } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Avatar } from '@/components/avatar';
import { m } from '@/lib/messages';
import { w } from '@/lib/work';
import { openOverlay } from './overlay';
import { type Destination, keysTo, shortcuts } from './shortcuts';
import type { FoundRecords } from './use-found-records';

export interface PaletteEntry {
  id: string;
  label: string;
  detail?: string | undefined;
  icon: ReactNode;
  keys?: string | undefined;
  go?: NavigateOptions;
  run?: () => void;
  assistant?: boolean;
}

export interface PaletteGroup {
  label: string;
  entries: PaletteEntry[];
}

interface Situation extends FoundRecords {
  text: string;
  setColorScheme: (scheme: 'light' | 'dark' | 'auto') => void;
}

// What the palette offers for what is typed, best first; groups without entries are left out.
export function paletteEntries(situation: Situation): PaletteGroup[] {
  const { text, contacts, organizations, projects, tasks } = situation;
  const matches = ({ label }: PaletteEntry) => fits(label, text);
  const groups: PaletteGroup[] = [
    {
      label: m.search.contacts,
      entries: contacts.map(({ id, name, job_position, organization, email }) => ({
        id,
        label: name,
        detail: [job_position, organization].filter(Boolean).join(' · ') || (email ?? undefined),
        icon: <Avatar name={name} size={30} />,
        go: { to: '/contacts/$id', params: { id } },
      })),
    },
    {
      label: m.search.organizations,
      entries: organizations.map(({ id, name, industry }) => ({
        id,
        label: name,
        detail: industry ?? undefined,
        icon: <Avatar name={name} size={30} square />,
        go: { to: '/organizations/$id', params: { id } },
      })),
    },
    {
      label: m.search.projects,
      entries: projects.map(({ id, name, status, organization }) => ({
        id,
        label: name,
        detail: [w.statuses[status], organization].filter(Boolean).join(' · '),
        icon: <IconLayoutKanban size={18} />,
        go: { to: '/projects/$id', params: { id } },
      })),
    },
    {
      label: m.search.tasks,
      entries: tasks.map(({ id, name, status, project }) => ({
        id,
        label: name,
        detail: [w.statuses[status], project.name].join(' · '),
        icon: <IconChecklist size={18} />,
        go: { to: '/tasks/$id', params: { id } },
      })),
    },
    { label: m.search.goTo, entries: places().filter(matches) },
    { label: m.search.actions, entries: actions(situation).filter(matches) },
    { label: m.nav.assistant, entries: text ? [ask(text)] : [] },
  ];
  return groups.filter((group) => group.entries.length > 0);
}

function ask(text: string): PaletteEntry {
  return {
    id: 'ask',
    label: m.search.ask,
    detail: m.search.askText(text),
    icon: <IconSparkles size={18} />,
    go: { to: '/assistant', search: { ask: text } },
    assistant: true,
  };
}

function places(): PaletteEntry[] {
  return shortcuts.flatMap(({ to, create, label, keys, search }) =>
    to && !create
      ? [
          {
            id: keys,
            label,
            keys,
            icon: <IconArrowRight size={18} />,
            go: { to, ...(search && { search }) },
          },
        ]
      : [],
  );
}

function actions({ setColorScheme }: Situation): PaletteEntry[] {
  return [
    create('/contacts', m.actions.newContact, <IconUserPlus size={18} />),
    create('/organizations', m.actions.newOrganization, <IconBuilding size={18} />),
    create('/projects', m.actions.newProject, <IconLayoutKanban size={18} />),
    create('/tasks', m.actions.newTask, <IconChecklist size={18} />),
    {
      id: 'shortcuts',
      label: m.account.shortcuts,
      keys: '?',
      icon: <IconKeyboard size={18} />,
      run: () => openOverlay('shortcuts'),
    },
    {
      id: 'light',
      label: m.actions.lightTheme,
      icon: <IconSun size={18} />,
      run: () => setColorScheme('light'),
    },
    {
      id: 'dark',
      label: m.actions.darkTheme,
      icon: <IconMoon size={18} />,
      run: () => setColorScheme('dark'),
    },
    {
      id: 'auto',
      label: m.actions.systemTheme,
      icon: <IconDeviceDesktop size={18} />,
      run: () => setColorScheme('auto'),
    },
  ];
}

function create(to: Destination, label: string, icon: ReactNode): PaletteEntry {
  return {
    id: `new ${to}`,
    label,
    icon,
    keys: keysTo(to, true),
    go: { to, search: { new: true } },
  };
}

// Every word typed begins a word of the label.
function fits(label: string, text: string): boolean {
  const words = label.toLocaleLowerCase().split(/\s+/);
  return text
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((typed) => words.some((word) => word.startsWith(typed)));
}
