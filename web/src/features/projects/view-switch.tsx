import { IconLayoutKanban, IconLayoutList } from '@tabler/icons-react';
import { t } from './messages';
import classes from './view-switch.module.css';

interface ViewSwitchProps {
  list: boolean;
  onList: (list: boolean) => void;
}

const views = [
  { list: false, label: t.board, Icon: IconLayoutKanban },
  { list: true, label: t.list, Icon: IconLayoutList },
];

export function ViewSwitch({ list: current, onList }: ViewSwitchProps) {
  return (
    <div role="group" aria-label={t.views} className={classes.switch}>
      {views.map(({ list, label, Icon }) => (
        <button
          key={label}
          type="button"
          className={classes.view}
          aria-pressed={list === current}
          onClick={() => onList(list)}
        >
          <Icon size={16} stroke={1.7} aria-hidden="true" />
          <span className={classes.label}>{label}</span>
        </button>
      ))}
    </div>
  );
}
