import { Modal, useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Keys } from '@/components/kbd';
import { m } from '@/lib/messages';
import { typeInPalette, useOverlay } from './overlay';
import { paletteEntries, type PaletteEntry } from './palette-entries';
import { useFoundRecords } from './use-found-records';
import classes from './palette.module.css';

const pauseInTyping = 90;

export default function Palette({ onClose }: { onClose: () => void }) {
  const text = useOverlay((state) => state.typed);
  const [active, setActive] = useState(0);
  const [search] = useDebouncedValue(text.trim(), pauseInTyping);
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const found = useFoundRecords(search);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();

  const groups = paletteEntries({ text: text.trim(), ...found, setColorScheme });
  const entries = groups.flatMap((group) => group.entries);
  const current = Math.min(active, entries.length - 1);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  function run(entry: PaletteEntry | undefined): void {
    if (!entry) return;
    onClose();
    if (entry.go) void navigate(entry.go);
    entry.run?.();
  }

  function onKey(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setActive((current + step + entries.length) % Math.max(entries.length, 1));
    else if (event.key === 'Home') setActive(0);
    else if (event.key === 'End') setActive(entries.length - 1);
    else if (event.key === 'Enter') run(entries[current]);
    else return;
    event.preventDefault();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      centered={false}
      yOffset="12vh"
      size={600}
      padding={0}
      attributes={{ content: { 'aria-label': m.search.label } }}
      classNames={{ content: classes.content, body: classes.body }}
      transitionProps={{ duration: 90, transition: 'fade' }}
    >
      <div className={classes.field}>
        <IconSearch size={19} aria-hidden="true" />
        <input
          className={classes.input}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}list`}
          aria-activedescendant={entries[current] ? `${id}${current}` : undefined}
          aria-autocomplete="list"
          aria-label={m.search.label}
          placeholder={m.search.hint}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          value={text}
          onChange={(event) => {
            typeInPalette(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKey}
        />
      </div>
      <div
        ref={list}
        id={`${id}list`}
        role="listbox"
        aria-label={m.search.results}
        className={classes.list}
      >
        {groups.map((group) => (
          <div key={group.label} role="group" aria-label={group.label}>
            <p className={classes.group} aria-hidden="true">
              {group.label}
            </p>
            {group.entries.map((entry) => {
              const index = entries.indexOf(entry);
              return (
                <div
                  key={entry.id}
                  id={`${id}${index}`}
                  role="option"
                  aria-selected={index === current}
                  className={classes.entry}
                  data-assistant={entry.assistant || undefined}
                  onMouseMove={() => setActive(index)}
                  onClick={() => run(entry)}
                >
                  <span className={classes.icon}>{entry.icon}</span>
                  <span className={classes.lines}>
                    <span className={classes.label} dir="auto">
                      {entry.label}
                    </span>
                    {entry.detail && <span className={classes.detail}>{entry.detail}</span>}
                  </span>
                  {entry.keys && <Keys keys={entry.keys} />}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <p className="visually-hidden" role="status">
        {m.search.count(entries.length)}
      </p>
      <footer className={classes.hints} aria-hidden="true">
        <span>
          <Keys keys="↑ ↓" /> {m.search.keys.move}
        </span>
        <span>
          <Keys keys="enter" /> {m.search.keys.open}
        </span>
        <span>
          <Keys keys="esc" /> {m.search.keys.close}
        </span>
      </footer>
    </Modal>
  );
}
