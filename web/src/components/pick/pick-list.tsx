import { IconCheck, IconSearch } from '@tabler/icons-react';
import {
  Fragment,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import classes from './pick.module.css';

export interface Choice {
  value: string;
  label: string;
  icon?: ReactNode;
  // A heading over the first of each; those of one group stand together.
  group?: string;
  // A word more, behind the label.
  detail?: string;
}

interface PickListProps {
  label: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  // Several may be chosen; a pick adds or removes.
  many?: boolean;
  onPick: (value: string) => void;
  // Where the choices are too many to read through.
  search?: { text: string; hint: string; onChange: (text: string) => void };
  // Said instead of choices: there are none, or they did not load.
  note?: string | null | undefined;
}

// A list to choose from by arrows, Enter, or mouse.
export function PickList(props: PickListProps) {
  const { label, choices, chosen, many = false, onPick, search, note } = props;
  const [at, setAt] = useState(() => choices.findIndex(({ value }) => chosen.includes(value)));
  const list = useRef<HTMLDivElement>(null);
  const focused = useRef<HTMLElement | null>(null);
  const id = useId();
  const active = Math.min(Math.max(at, 0), choices.length - 1);

  useEffect(() => {
    focused.current?.focus({ preventScroll: true });
  }, []);

  useEffect(() => {
    list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  function onKey(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const here = choices[active];
    if (step && choices.length > 0) setAt((active + step + choices.length) % choices.length);
    else if (here && (event.key === 'Enter' || (event.key === ' ' && !search))) onPick(here.value);
    else if (event.key === 'Home' && !search) setAt(0);
    else if (event.key === 'End' && !search) setAt(choices.length - 1);
    else return;
    event.preventDefault();
  }

  const focus = {
    'aria-activedescendant': choices[active] ? `${id}${active}` : undefined,
    'aria-label': label,
    'data-autofocus': true,
    onKeyDown: onKey,
  };
  return (
    <div className={classes.pick}>
      {search && (
        <div className={classes.search}>
          <IconSearch size={15} aria-hidden="true" />
          <input
            {...focus}
            ref={(input) => {
              focused.current = input;
            }}
            role="combobox"
            aria-expanded="true"
            aria-controls={`${id}list`}
            aria-autocomplete="list"
            autoComplete="off"
            spellCheck={false}
            placeholder={search.hint}
            value={search.text}
            onChange={(event) => {
              search.onChange(event.currentTarget.value);
              setAt(0);
            }}
          />
        </div>
      )}
      <div
        ref={(element) => {
          list.current = element;
          if (!search) focused.current = element;
        }}
        id={`${id}list`}
        role="listbox"
        aria-multiselectable={many || undefined}
        className={classes.list}
        {...(search ? { 'aria-label': label } : { ...focus, tabIndex: 0 })}
      >
        {choices.map(({ value, label: text, icon, group, detail }, index) => (
          <Fragment key={value}>
            {group && group !== choices[index - 1]?.group && (
              <div className={classes.group} role="presentation">
                {group}
              </div>
            )}
            <div
              id={`${id}${index}`}
              role="option"
              aria-selected={chosen.includes(value)}
              data-active={index === active || undefined}
              className={classes.option}
              onMouseMove={() => setAt(index)}
              onClick={() => onPick(value)}
            >
              {icon}
              <span className={classes.text} dir="auto">
                {text}
              </span>
              {detail && <span className={classes.detail}>{detail}</span>}
              {chosen.includes(value) && <IconCheck size={16} className={classes.check} />}
            </div>
          </Fragment>
        ))}
      </div>
      {note && (
        <p className={classes.note} role="status">
          {note}
        </p>
      )}
    </div>
  );
}
