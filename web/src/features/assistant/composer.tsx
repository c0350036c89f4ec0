import { IconArrowUp, IconPlayerStopFilled } from '@tabler/icons-react';
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { fetchMarkdown } from './answer-text';
import css from './composer.module.css';
import { keepDraft, readDraft } from './drafts';
import { m } from './messages';

const mostCharacters = 32_000;

export interface ComposerHandle {
  // Puts a text before what is there, to be finished or sent by hand, with the cursor at its end.
  fill: (text: string) => void;
  focus: () => void;
  // Says why something else that was to be sent was not taken; null: it was.
  refuse: (reason: string | null) => void;
}

interface ComposerProps {
  ref: Ref<ComposerHandle>;
  userId: string;
  // Under which name the unsent text is kept.
  draftKey: string;
  placeholder: string;
  busy: boolean;
  // More is to be decided, one after the other, which can be stopped as well.
  deciding?: boolean;
  stopping: boolean;
  // Takes the message, or says why not.
  send: (text: string) => string | null;
  stop: () => void;
  children: ReactNode;
}

export function Composer(props: ComposerProps) {
  const { ref, userId, draftKey, placeholder, busy, stopping, send, stop, children } = props;
  const canStop = busy || props.deciding;
  const [text, setText] = useState(() => readDraft(userId, draftKey));
  const [refusal, setRefusal] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const empty = text.trim() === '';

  useHeightOfContent(area, text || placeholder);
  useMovedDraft(userId, draftKey, text);
  useImperativeHandle(ref, () => ({
    fill: (value) => {
      if (empty) write(value);
      // A suggestion that is pressed twice is meant once.
      else if (text !== value && !text.startsWith(`${value}\n`)) write(`${value}\n${text}`);
      const element = area.current;
      if (!element) return;
      element.focus();
      requestAnimationFrame(() => element.setSelectionRange(value.length, value.length));
    },
    focus: () => area.current?.focus(),
    refuse: setRefusal,
  }));

  function write(value: string) {
    setText(value);
    setRefusal(null);
    keepDraft(userId, draftKey, value);
  }

  function submit() {
    if (empty) return;
    if (text.trim().length > mostCharacters) return setRefusal(m.composer.tooLong(mostCharacters));
    const reason = send(text.trim());
    if (reason) return setRefusal(reason);
    write('');
  }

  // Enter that ends a composition (an input method's choice) belongs to the input method.
  function onKeyDown(event: KeyboardEvent) {
    const composing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || composing) return;
    event.preventDefault();
    submit();
  }

  return (
    <form
      className={css.composer}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) area.current?.focus();
      }}
    >
      <textarea
        ref={area}
        className={css.text}
        rows={1}
        dir="auto"
        value={text}
        placeholder={placeholder}
        aria-label={m.composer.label}
        aria-invalid={refusal !== null}
        aria-describedby={refusal ? 'composer-refusal' : undefined}
        enterKeyHint="send"
        // An answer is not far.
        onFocus={fetchMarkdown}
        onChange={(event) => write(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {refusal && (
        <p id="composer-refusal" className={css.refusal} role="alert">
          {refusal}
        </p>
      )}
      <div className={css.bar}>
        {children}
        <span className={css.spacer} />
        {canStop && (
          <button
            type="button"
            className={css.stop}
            aria-label={stopping ? m.composer.stopping : m.composer.stop}
            title={stopping ? m.composer.stopping : m.composer.stop}
            disabled={stopping}
            onClick={stop}
          >
            <IconPlayerStopFilled size={14} aria-hidden="true" />
          </button>
        )}
        {(!canStop || !empty) && (
          <button
            type="submit"
            className={css.send}
            aria-label={busy ? m.composer.queue : m.composer.send}
            title={busy ? m.composer.queue : m.composer.send}
            disabled={empty}
          >
            <IconArrowUp size={18} stroke={2.2} aria-hidden="true" />
          </button>
        )}
      </div>
    </form>
  );
}

// Under another name the same conversation goes on, and what is typed with it: the next new one begins empty.
function useMovedDraft(userId: string, draftKey: string, text: string) {
  const before = useRef(draftKey);
  useEffect(() => {
    if (before.current === draftKey) return;
    keepDraft(userId, before.current, '');
    keepDraft(userId, draftKey, text);
    before.current = draftKey;
  }, [userId, draftKey, text]);
}

// As high as its text, up to the height the style allows.
function useHeightOfContent(areaRef: React.RefObject<HTMLTextAreaElement | null>, text: string) {
  useLayoutEffect(() => {
    const element = areaRef.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [areaRef, text]);
}
