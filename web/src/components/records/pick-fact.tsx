import { IconPencil } from '@tabler/icons-react';
import { type ReactNode, useId, useRef } from 'react';
import { m } from '@/lib/messages';
import classes from './inline-fact.module.css';

interface PickFactProps {
  label: string;
  // How the value is shown; null where there is none.
  children: ReactNode;
  // Opens what the value is chosen from, beside the fact.
  onEdit: (anchor: Element) => void;
}

// A fact whose value is chosen, not written.
export function PickFact({ label, children, onEdit }: PickFactProps) {
  const value = useRef<HTMLElement>(null);
  const id = useId();
  return (
    <div className={classes.fact}>
      <dt id={id} className={classes.label}>
        {label}
      </dt>
      <dd ref={value} className={classes.value}>
        <div className={classes.shown} data-empty={children === null || undefined}>
          {children ?? m.common.none}
        </div>
        <button
          type="button"
          className={classes.edit}
          aria-label={`${m.common.edit}: ${label}`}
          aria-haspopup="dialog"
          onClick={() => value.current && onEdit(value.current)}
        >
          <IconPencil size={15} />
        </button>
      </dd>
    </div>
  );
}
