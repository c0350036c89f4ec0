import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import {
  IconArrowBackUp,
  IconPencil,
  IconPlus,
  IconSparkles,
  IconTrash,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { type Change, changesQuery } from '@/api/changes';
import type { RecordType } from '@/api/records';
import { useSession } from '@/api/session';
import { asText, diff, type FieldDiff } from '@/lib/changes';
import { exactDate, timeAgo } from '@/lib/dates';
import { m } from '@/lib/messages';
import { problemText, undoAndTell } from '../undo-toast';
import type { ValueText } from './editor';
import classes from './history.module.css';
import { Section } from './section';

interface HistoryProps {
  type: RecordType;
  id: string;
  labels: Record<string, string>;
  title?: string;
  // Together with what happened to what the record holds; then every entry names its record.
  within?: boolean;
  // How a value reads; without it, as its text.
  text?: ValueText;
}

export function History(props: HistoryProps) {
  const { type, id, labels, title = m.history.title, within = false, text = plainText } = props;
  const query = useInfiniteQuery(changesQuery({ type, id, within }));
  const changes = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title={title}>
      {query.isPending && (
        <div className={classes.skeleton} aria-busy="true">
          <span className="visually-hidden">{m.common.loading}</span>
          <i />
          <i />
          <i />
        </div>
      )}
      {query.isError && changes.length === 0 && (
        <p className={classes.note} role="alert">
          {problemText(query.error)}{' '}
          <Button variant="subtle" size="compact-sm" onClick={() => void query.refetch()}>
            {m.common.retry}
          </Button>
        </p>
      )}
      {query.isSuccess && changes.length === 0 && <p className={classes.note}>{m.history.empty}</p>}
      <ol className={classes.list}>
        {changes.map((change) => (
          <Entry
            key={change.id}
            change={change}
            labels={labels}
            text={text}
            about={change.record.id === id ? null : change.record.name}
          />
        ))}
      </ol>
      {query.hasNextPage && (
        <Button
          variant="subtle"
          size="compact-sm"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {m.history.more}
        </Button>
      )}
    </Section>
  );
}

const plainText: ValueText = (_, value) => asText(value);

interface EntryProps {
  change: Change;
  labels: Record<string, string>;
  text: ValueText;
  // The record's name, where the page is another's.
  about: string | null;
}

function Entry({ change, labels, text, about }: EntryProps) {
  const me = useSession((state) => state.user?.id);
  const [busy, setBusy] = useState(false);
  const who = change.actor.id === me ? m.common.you : change.actor.name;
  const diffs = diff(change.before, change.after);
  const changedFields = diffs.map(({ field }) => (labels[field] ?? field).toLocaleLowerCase());

  async function undo(): Promise<void> {
    setBusy(true);
    await undoAndTell(change.id);
    setBusy(false);
  }

  return (
    <li className={classes.entry}>
      <span className={classes.icon} data-channel={change.channel}>
        {iconOf(change)}
      </span>
      <div className={classes.body}>
        <p className={classes.line}>
          <strong>{who}</strong> {verbOf(change, changedFields, about)}
          {change.channel !== 'ui' && (
            <span className={classes.channel}> {m.history.channel[change.channel] ?? ''}</span>
          )}
        </p>
        {change.action === 'updated' && (
          <ul className={classes.diffs}>
            {diffs.map((one) => (
              <Diff key={one.field} diff={one} many={diffs.length > 1} {...{ labels, text }} />
            ))}
          </ul>
        )}
        <p className={classes.when}>
          <time dateTime={change.at} title={exactDate(change.at)}>
            {timeAgo(change.at)}
          </time>
        </p>
      </div>
      <button
        type="button"
        className={classes.undo}
        disabled={busy}
        title={m.history.undo}
        aria-label={`${m.history.undo}: ${timeAgo(change.at)}`}
        onClick={() => void undo()}
      >
        <IconArrowBackUp size={16} />
      </button>
    </li>
  );
}

interface DiffProps {
  diff: FieldDiff;
  many: boolean;
  labels: Record<string, string>;
  text: ValueText;
}

function Diff({ diff: { field, before, after }, many, labels, text }: DiffProps) {
  return (
    <li className={classes.diff}>
      {many && <span className={classes.field}>{labels[field] ?? field}</span>}
      <del>{text(field, before) || m.history.nothing}</del>
      <span aria-hidden="true">→</span>
      <ins>{text(field, after) || m.history.nothing}</ins>
    </li>
  );
}

function verbOf(change: Change, fields: string[], about: string | null): ReactNode {
  const name = about !== null && <span dir="auto">{about}</span>;
  if (change.action !== 'updated') {
    if (!name) return m.history[change.action];
    return (
      <>
        {m.history[`${change.action}Other`]} {name}
      </>
    );
  }
  const named = fields.length > 2 ? m.history.fieldsSet(fields.length) : fields.join(', ');
  return (
    <>
      {`${m.history.updated} ${named}`.trim()}
      {name && <> {m.history.of} </>}
      {name}
    </>
  );
}

function iconOf({ action, channel }: Change) {
  if (channel === 'assistant') return <IconSparkles size={14} />;
  if (channel === 'undo') return <IconArrowBackUp size={14} />;
  if (action === 'created') return <IconPlus size={14} />;
  if (action === 'deleted') return <IconTrash size={14} />;
  return <IconPencil size={14} />;
}
