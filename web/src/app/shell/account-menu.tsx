import { useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import {
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSettings,
  IconSun,
} from '@tabler/icons-react';
import { queryClient } from '@/api/query-client';
import { type SessionUser, signOut } from '@/api/session';
import { Avatar } from '@/components/avatar';
import { Menu, MenuDivider, MenuItem } from '@/components/menu';
import { meQuery, pictureQuery } from '@/features/accounts/account-queries';
import { m } from '@/lib/messages';
import { openOverlay } from './overlay';
import classes from './account-menu.module.css';

const schemes = [
  { scheme: 'light', label: m.account.light, icon: IconSun },
  { scheme: 'dark', label: m.account.dark, icon: IconMoon },
  { scheme: 'auto', label: m.account.system, icon: IconDeviceDesktop },
] as const;

export function AccountMenu({ user }: { user: SessionUser }) {
  const navigate = useNavigate();
  const { data: me } = useQuery(meQuery);
  const { data: picture } = useQuery({ ...pictureQuery, enabled: me?.has_avatar ?? false });
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const name = me?.name ?? user.name;

  async function leave(): Promise<void> {
    await signOut();
    queryClient.clear();
    await navigate({ to: '/login' });
  }

  return (
    <Menu
      width={272}
      label={m.account.menu}
      button={(props) => (
        <button className={classes.target} {...props}>
          <Avatar name={name} size={32} picture={me?.has_avatar ? picture : null} />
          <span className="visually-hidden">{m.account.menu}</span>
        </button>
      )}
    >
      <div className={classes.who}>
        <Avatar name={name} size={38} picture={me?.has_avatar ? picture : null} />
        <div className={classes.names}>
          <p className={classes.name} dir="auto">
            {name}
          </p>
          <p className={classes.detail}>{me?.email ?? user.email}</p>
          {me && <p className={classes.detail}>{me.workspace_name}</p>}
        </div>
      </div>
      <MenuDivider />
      <div className={classes.theme} role="group" aria-label={m.account.theme}>
        {schemes.map(({ scheme, label, icon: Icon }) => (
          <MenuItem
            key={scheme}
            checked={scheme === colorScheme}
            stays
            className={classes.scheme}
            icon={<Icon size={15} aria-hidden="true" />}
            onClick={() => setColorScheme(scheme)}
          >
            {label}
          </MenuItem>
        ))}
      </div>
      <MenuDivider />
      <MenuItem
        icon={<IconSettings size={16} />}
        onClick={() => void navigate({ to: '/settings' })}
      >
        {m.account.profile}
      </MenuItem>
      <MenuItem icon={<IconKeyboard size={16} />} onClick={() => openOverlay('shortcuts')}>
        {m.account.shortcuts}
      </MenuItem>
      <MenuItem icon={<IconLogout size={16} />} onClick={() => void leave()}>
        {m.account.signOut}
      </MenuItem>
    </Menu>
  );
}
