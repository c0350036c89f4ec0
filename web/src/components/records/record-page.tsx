import { ActionIcon, Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconChevronRight, IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { dialogIsOpen, isTyping } from '@/lib/hotkeys';
import { m } from '@/lib/messages';
import { Menu, MenuItem, MenuLabel } from '../menu';
import classes from './record-page.module.css';

interface RecordPageProps {
  list: { to: '/contacts' | '/organizations' | '/projects'; label: string };
  name: string;
  avatar: ReactNode;
  subtitle?: ReactNode;
  actions?: ReactNode;
  onEdit: () => void;
  onDelete: () => void;
  // Why it cannot be deleted, where it cannot.
  keptBecause?: string | null;
  main: ReactNode;
  rail: ReactNode;
}

export function RecordPage(props: RecordPageProps) {
  const { list, name, avatar, subtitle, actions, onEdit, onDelete, main, rail } = props;
  const { keptBecause = null } = props;

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.key !== 'e' || event.metaKey || event.ctrlKey || event.altKey) return;
      if (isTyping(event.target) || dialogIsOpen()) return;
      event.preventDefault();
      onEdit();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onEdit]);

  return (
    <div className={classes.page}>
      <nav className={classes.crumbs} aria-label={list.label}>
        <Link to={list.to} className={classes.crumb}>
          {list.label}
        </Link>
        <IconChevronRight size={14} aria-hidden="true" />
        <span className={classes.here} dir="auto">
          {name}
        </span>
      </nav>
      <header className={classes.header}>
        {avatar}
        <div className={classes.names}>
          <h1 className={classes.name} dir="auto">
            {name}
          </h1>
          {subtitle && <p className={classes.subtitle}>{subtitle}</p>}
        </div>
        <div className={classes.actions}>
          {actions}
          <Button variant="default" leftSection={<IconPencil size={16} />} onClick={onEdit}>
            {m.common.edit}
          </Button>
          <Menu
            width={keptBecause === null ? 180 : 220}
            button={(props) => (
              <ActionIcon variant="default" size={36} aria-label={m.list.rowMenu(name)} {...props}>
                <IconDots size={17} />
              </ActionIcon>
            )}
          >
            <MenuItem
              danger
              icon={<IconTrash size={16} />}
              disabled={keptBecause !== null}
              onClick={onDelete}
            >
              {m.common.delete}
            </MenuItem>
            {keptBecause !== null && <MenuLabel>{keptBecause}</MenuLabel>}
          </Menu>
        </div>
      </header>
      <div className={classes.columns}>
        <div className={classes.main}>{main}</div>
        <div className={classes.rail}>{rail}</div>
      </div>
    </div>
  );
}

export function RecordPageSkeleton() {
  return (
    <div className={classes.page} aria-busy="true">
      <span className="visually-hidden">{m.common.loading}</span>
      <div className={classes.skeleton} style={{ width: 160, height: 14 }} />
      <div className={classes.header}>
        <div className={classes.skeleton} style={{ width: 56, height: 56, borderRadius: 28 }} />
        <div className={classes.names}>
          <div className={classes.skeleton} style={{ width: 220, height: 22 }} />
          <div className={classes.skeleton} style={{ width: 160, height: 12, marginTop: 10 }} />
        </div>
      </div>
      <div className={classes.columns}>
        <div className={classes.main}>
          {[72, 54, 64, 48, 58].map((width) => (
            <div
              key={width}
              className={classes.skeleton}
              style={{ width: `${width}%`, height: 14, margin: '26px 0' }}
            />
          ))}
        </div>
        <div className={classes.rail}>
          {[86, 74, 80].map((width) => (
            <div
              key={width}
              className={classes.skeleton}
              style={{ width: `${width}%`, height: 14, margin: '26px 0' }}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
