import { modifierName } from '@/lib/hotkeys';
import classes from './kbd.module.css';

const names: Record<string, string> = { mod: modifierName, enter: '↵', esc: 'Esc' };

// "mod+k" or "g c" as keys.
export function Keys({ keys }: { keys: string }) {
  return (
    <span className={classes.keys}>
      {keys.split(/[+ ]/).map((key) => (
        <kbd key={key} className={classes.key}>
          {names[key] ?? (key.length === 1 ? key.toUpperCase() : key)}
        </kbd>
      ))}
    </span>
  );
}
