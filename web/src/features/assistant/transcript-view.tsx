import { IconArrowDown } from '@tabler/icons-react';
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Conversation } from './chat/conversation';
import { type Entry, isBusy } from './chat/transcript';
import { type Shown, shownEntries } from './chat/versions';
import { Announcer } from './announcer';
import { Answer } from './answer';
import { m } from './messages';
import { ParleyMark } from './parley-mark';
import css from './transcript-view.module.css';
import { UserMessage } from './user-message';
import { useStickyBottom } from './use-sticky-bottom';
import { VirtualEntries } from './virtual-entries';

const loadOlderWithin = 400;

interface TranscriptViewProps {
  conversation: Conversation;
  onOlder: () => void;
}

export function TranscriptView({ conversation, onOlder }: TranscriptViewProps) {
  const { transcript, loading, deciding, loadError } = conversation;
  const { entries, older } = transcript;
  const scroller = useRef<HTMLDivElement>(null);
  // What is near its window depends on it, so its entries come after it, before anything is painted.
  const [frame, setFrame] = useState<HTMLDivElement | null>(null);
  const content = useRef<HTMLDivElement>(null);
  const takeFrame = useCallback((element: HTMLDivElement | null) => {
    scroller.current = element;
    setFrame(element);
  }, []);
  const { atBottom, toBottom } = useStickyBottom(scroller, content);
  const busy = isBusy(transcript);

  const loadMore = () => {
    const top = scroller.current?.scrollTop ?? Infinity;
    if (older !== null && loading === 'no' && !loadError && top < loadOlderWithin) onOlder();
  };

  useFollowOwnMessages(entries, toBottom);
  useMoreAbove(entries[0]?.key ?? null, loadMore);

  const shown = useMemo(() => shownEntries(entries), [entries]);
  const view = (entry: Shown, index: number) => (
    <EntryView shown={entry} isLast={index === shown.length - 1} deciding={deciding} />
  );
  const last = entries.at(-1);

  return (
    <div className={css.frame}>
      <div className={css.scroller} ref={takeFrame} onScroll={loadMore} tabIndex={0}>
        <div
          className={css.column}
          ref={content}
          role="log"
          // The announcer says what is new; the pieces of a text are no news each.
          aria-live="off"
          aria-busy={busy}
          aria-label={m.log}
        >
          {older !== null && (
            <button
              type="button"
              className={css.older}
              disabled={loading === 'older'}
              onClick={onOlder}
            >
              {loadError ? `${m.page.failedOlder} ${m.page.retry}` : m.page.older}
            </button>
          )}
          {frame && <VirtualEntries entries={shown} scroller={frame} view={view} />}
          {last?.kind === 'user' && last.delivery === 'sending' && (
            <div className={css.waiting}>
              <ParleyMark alive />
            </div>
          )}
        </div>
      </div>
      <Announcer entries={entries} />
      <button
        type="button"
        className={css.latest}
        data-shown={!atBottom || undefined}
        aria-label={m.page.latest}
        title={m.page.latest}
        tabIndex={atBottom ? -1 : 0}
        aria-hidden={atBottom}
        onClick={toBottom}
      >
        <IconArrowDown size={18} stroke={1.8} aria-hidden="true" />
      </button>
    </div>
  );
}

interface EntryViewProps {
  shown: Shown;
  isLast: boolean;
  deciding: Conversation['deciding'];
}

function EntryView({ shown: { entry, versions }, isLast, deciding }: EntryViewProps) {
  return entry.kind === 'user' ? (
    <UserMessage entry={entry} />
  ) : (
    <Answer versions={versions} isLast={isLast} deciding={deciding} />
  );
}

// What the user just said is worth seeing, wherever they had scrolled to.
function useFollowOwnMessages(entries: Entry[], toBottom: () => void) {
  const mine = entries.findLast((entry) => entry.kind === 'user' && entry.clientId !== null);
  const key = mine?.key ?? null;
  useLayoutEffect(() => {
    if (key) toBottom();
  }, [key, toBottom]);
}

// Where the older messages that came in are few, more are wanted at once.
function useMoreAbove(firstKey: string | null, loadMore: () => void) {
  const before = useRef(firstKey);
  useLayoutEffect(() => {
    const prepended = before.current !== null && before.current !== firstKey;
    before.current = firstKey;
    if (prepended) loadMore();
  });
}
