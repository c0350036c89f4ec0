import { IconCheck } from '@tabler/icons-react';
import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import classes from './menu.module.css';
import { type Anchor, inSight, placeBeside, placeOf } from './place-beside';
import { useFocusReturn } from './use-focus-return';

interface MenuButtonProps {
  ref: RefObject<HTMLButtonElement | null>;
  type: 'button';
  'aria-haspopup': 'menu';
  'aria-expanded': boolean;
  onClick: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

interface MenuProps extends Looks {
  // The button that opens it, which gets these.
  button: (props: MenuButtonProps) => ReactNode;
  // Where something else opens it too.
  opened?: boolean;
  onOpened?: (opened: boolean) => void;
  children: ReactNode;
}

interface Looks {
  label?: string | undefined;
  width?: number;
  above?: boolean;
  // Begins where the button does, instead of ending where it ends.
  fromStart?: boolean;
}

// A button and its menu. Not the component kit's: every page has menus, and its own would bring a
// library of positions, transitions and fields (29 KiB) into what must be there before the first page.
export function Menu({ button, opened, onOpened, children, ...looks }: MenuProps) {
  const [own, setOwn] = useState(false);
  const target = useRef<HTMLButtonElement>(null);
  const open = opened ?? own;
  const setOpen = onOpened ?? setOwn;
  return (
    <>
      {button({
        ref: target,
        type: 'button',
        'aria-haspopup': 'menu',
        'aria-expanded': open,
        onClick: () => setOpen(!open),
        onKeyDown: (event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          setOpen(true);
        },
      })}
      {open && (
        <OpenMenu {...looks} beside={target} onClose={() => setOpen(false)}>
          {children}
        </OpenMenu>
      )}
    </>
  );
}

interface OpenMenuProps extends Looks {
  // Its button, or where else it was asked for.
  beside: RefObject<Element | null> | Anchor;
  onClose: () => void;
  children: ReactNode;
}

const CloseMenu = createContext<() => void>(() => undefined);

// A menu that is there: arrows, Home, End and letters move, Escape and Tab leave.
export function OpenMenu(props: OpenMenuProps) {
  const { beside, onClose, children, label, width = 200, above = false, fromStart = false } = props;
  const menu = useRef<HTMLDivElement>(null);
  const giveFocusBack = useFocusReturn();

  useLayoutEffect(() => {
    const element = menu.current;
    const anchor = anchorOf(beside);
    if (!element || !anchor) return;
    // Above everything, also above a dialog that it is opened from.
    element.showPopover?.();
    placeBeside(element, placeOf(anchor), above, fromStart);
    const items = itemsIn(element);
    const chosen = items.find((item) => item.getAttribute('aria-checked') === 'true');
    (chosen ?? items[0])?.focus({ preventScroll: true });
  }, [beside, above, fromStart]);

  const leave = useEffectEvent((event: Event) => {
    const at = event.target as Node;
    const button = 'current' in beside ? beside.current : null;
    if (!menu.current?.contains(at) && !button?.contains(at)) onClose();
  });
  // It goes where that goes, as long as it is in sight.
  const follow = useEffectEvent(() => {
    const anchor = anchorOf(beside);
    const place = anchor && placeOf(anchor);
    if (menu.current && place && inSight(place)) placeBeside(menu.current, place, above, fromStart);
    else onClose();
  });
  useEffect(() => {
    const leaves = (event: Event) => leave(event);
    const follows = () => follow();
    window.addEventListener('pointerdown', leaves, true);
    for (const name of ['scroll', 'resize']) window.addEventListener(name, follows, true);
    return () => {
      window.removeEventListener('pointerdown', leaves, true);
      for (const name of ['scroll', 'resize']) window.removeEventListener(name, follows, true);
    };
  }, []);

  function onKey(event: KeyboardEvent): void {
    const items = menu.current ? itemsIn(menu.current) : [];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const next = {
      ArrowDown: items[(at + 1) % items.length],
      ArrowUp: items[(Math.max(at, 0) - 1 + items.length) % items.length],
      Home: items[0],
      End: items.at(-1),
    }[event.key];
    const named = event.key.length === 1 && event.key !== ' ' && startingWith(items, at, event.key);
    if (event.key === 'Tab') {
      // Goes on from where the menu was opened.
      giveFocusBack();
      onClose();
      return event.stopPropagation();
    }
    if (event.key === 'Escape') onClose();
    else if (next) next.focus();
    else if (named) named.focus();
    else return event.stopPropagation();
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      ref={menu}
      role="menu"
      aria-label={label}
      popover="manual"
      className={classes.menu}
      style={{ width }}
      onKeyDown={onKey}
      // It may stand in something that can be clicked itself.
      onClick={(event) => event.stopPropagation()}
    >
      <CloseMenu value={onClose}>{children}</CloseMenu>
    </div>
  );
}

interface MenuItemProps {
  icon?: ReactNode;
  // At the end of the line, such as its keys.
  end?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  // One of several, of which one is chosen.
  checked?: boolean;
  // Leaves the menu open.
  stays?: boolean;
  className?: string | undefined;
  onClick: () => void;
  children: ReactNode;
}

export function MenuItem(props: MenuItemProps) {
  const { icon, danger, disabled = false, checked, stays = false } = props;
  const { end, className, onClick, children } = props;
  const close = useContext(CloseMenu);
  return (
    <button
      type="button"
      role={checked === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={checked}
      aria-disabled={disabled || undefined}
      tabIndex={-1}
      data-danger={danger || undefined}
      className={className ?? classes.item}
      onClick={() => {
        if (disabled) return;
        if (!stays) close();
        onClick();
      }}
    >
      {icon}
      <span className={classes.text}>{children}</span>
      {end}
      {checked && !stays && <IconCheck size={15} aria-hidden="true" />}
    </button>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <p className={classes.label}>{children}</p>;
}

export function MenuDivider() {
  return <hr className={classes.divider} />;
}

function anchorOf(beside: OpenMenuProps['beside']): Anchor | undefined {
  if (!('current' in beside)) return beside;
  return beside.current ? { element: beside.current } : undefined;
}

function itemsIn(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
}

// The next one after `at`, around the end.
function startingWith(items: HTMLElement[], at: number, letter: string): HTMLElement | undefined {
  return [...items.slice(at + 1), ...items.slice(0, at + 1)].find((item) =>
    item.textContent.trim().toLocaleLowerCase().startsWith(letter.toLocaleLowerCase()),
  );
}
