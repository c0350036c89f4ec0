import { Menu } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { IconBuilding, IconMenu2, IconPlus, IconSearch, IconUserPlus } from '@tabler/icons-react';
import type { SessionUser } from '@/api/session';
import { Keys } from '@/components/kbd';
import { Mark } from '@/components/logo';
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

function CreateMenu() {
  const navigate = useNavigate();
  const search = { new: true as const };
  return (
    <Menu position="bottom-end" width={230} offset={6} withinPortal={false}>
      <Menu.Target>
        <button type="button" className={classes.icon} aria-label={m.actions.create}>
          <IconPlus size={19} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconUserPlus size={16} />}
          rightSection={<Keys keys={keysTo('/contacts', true) ?? ''} />}
          onClick={() => void navigate({ to: '/contacts', search })}
        >
          {m.actions.newContact}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconBuilding size={16} />}
          rightSection={<Keys keys={keysTo('/organizations', true) ?? ''} />}
          onClick={() => void navigate({ to: '/organizations', search })}
        >
          {m.actions.newOrganization}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
