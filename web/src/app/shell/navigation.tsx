import { Link } from '@tanstack/react-router';
import {
  IconBuilding,
  IconChecklist,
  IconLayoutKanban,
  IconMessageCircle,
  IconMessageHeart,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react';
import { m } from '@/lib/messages';
import { type Destination, keysTo } from './shortcuts';
import { openOverlay } from './overlay';
import classes from './navigation.module.css';

interface Place {
  to: Destination;
  label: string;
  icon: typeof IconUsers;
}

const places: readonly Place[] = [
  { to: '/assistant', label: m.nav.assistant, icon: IconMessageCircle },
  { to: '/contacts', label: m.nav.contacts, icon: IconUsers },
  { to: '/organizations', label: m.nav.organizations, icon: IconBuilding },
  { to: '/projects', label: m.nav.projects, icon: IconLayoutKanban },
  { to: '/tasks', label: m.nav.tasks, icon: IconChecklist },
  { to: '/settings', label: m.nav.settings, icon: IconSettings },
  { to: '/feedback', label: m.nav.feedback, icon: IconMessageHeart },
];

export function Navigation() {
  return (
    <nav className={classes.nav} aria-label={m.nav.main}>
      <ul className={classes.list}>
        {places.map(({ to, label, icon: Icon }) => (
          <li key={to} className={classes.item}>
            <Link
              to={to}
              className={classes.link}
              activeProps={{ 'data-active': true }}
              title={keysTo(to)?.toUpperCase()}
              onClick={() => openOverlay(null)}
            >
              <Icon size={18} stroke={1.7} aria-hidden="true" />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
