import { Link, useNavigate } from '@tanstack/react-router';
import {
  IconBuilding,
  IconChecklist,
  IconLayoutKanban,
  IconMenu2,
  IconPlus,
  IconSearch,
  IconUserPlus,
} from '@tabler/icons-react';
import type { SessionUser } from '@/api/session';
import { Keys } from '@/components/kbd';
import { Mark } from '@/components/logo';
import { Menu, MenuItem } from '@/components/menu';
import { m } from '@/lib/messages';
import { AccountMenu } from './account-menu';
import { openOverlay } from './overlay';
import { keysTo } from './shortcuts';
import classes from './top-bar.module.css';

export function TopBar({ user }: { user: SessionUser }) {
  return (
    <header className={classes.bar}>
      <button
        type="button"
        className={`${classes.icon} ${classes.onPhone}`}
        aria-label={m.nav.open}
        onClick={() => openOverlay('navigation')}
      >
        <IconMenu2 size={21} />
      </button>
      <Link to="/" className={`${classes.mark} ${classes.onPhone}`} aria-label={m.nav.home}>
        <Mark size={28} />
      </Link>
      <button type="button" className={classes.search} onClick={() => openOverlay('palette')}>
        <IconSearch size={16} aria-hidden="true" />
        <span className={classes.searchText}>{m.search.open}</span>
        <span className={classes.keys}>
          <Keys keys="mod+k" />
        </span>
      </button>
      <div className={classes.end}>
        <CreateMenu />
        <AccountMenu user={user} />
      </div>
    </header>
  );
}

const creatable = [
  { to: '/contacts', label: m.actions.newContact, icon: <IconUserPlus size={16} /> },
  { to: '/organizations', label: m.actions.newOrganization, icon: <IconBuilding size={16} /> },
  { to: '/projects', label: m.actions.newProject, icon: <IconLayoutKanban size={16} /> },
  { to: '/tasks', label: m.actions.newTask, icon: <IconChecklist size={16} /> },
] as const;

function CreateMenu() {
  const navigate = useNavigate();
  const search = { new: true as const };
  return (
    <Menu
      width={230}
      label={m.actions.create}
      button={(props) => (
        <button className={classes.icon} aria-label={m.actions.create} {...props}>
          <IconPlus size={19} />
        </button>
      )}
    >
      {creatable.map(({ to, label, icon }) => (
        <MenuItem
          key={to}
          icon={icon}
          end={<Keys keys={keysTo(to, true) ?? ''} />}
          onClick={() => void navigate({ to, search })}
        >
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}
