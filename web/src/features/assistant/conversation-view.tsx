import { useQuery } from '@tanstack/react-query';
import { IconEdit, IconMessages, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type RefObject, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { SocketError } from '@/api/run-events';
import { useSession } from '@/api/session';
import { dialogIsOpen } from '@/lib/hotkeys';
import { whenIdle } from '@/lib/idle';
import { fetchMarkdown } from './answer-text';
import css from './assistant-page.module.css';
import { ChatActionsContext } from './chat-actions';
import { isDraft } from './chat/conversation';
import {
  asksUser,
  isBusy,
  openApprovals,
  type Transcript,
  type UserEntry,
} from './chat/transcript';
import { chat, useConversation, useLink } from './chat/use-chat';
import { Composer, type ComposerHandle } from './composer';
import { conversationActions } from './conversation-actions';
import { ConversationProblem, ConversationSkeleton } from './conversation-states';
import { GreetingView } from './greeting-view';
import { fieldLabel, m } from './messages';
import { ModelPicker } from './model-picker';
import { modelLabel } from './model-words';
import { conversationQuery } from './queries';
import { QueuedMessages } from './queued-messages';
import { Suggestions } from './suggestions';
import { TranscriptView } from './transcript-view';
import { useKeptFocus } from './use-kept-focus';
import { useModels } from './use-model';

interface ConversationViewProps {
  chatKey: string;
  userId: string;
  prefill: string | null;
  onPrefilled: () => void;
  openList: () => void;
  startNew: () => void;
}

export function ConversationView(props: ConversationViewProps) {
  const { chatKey, userId, prefill, onPrefilled, openList, startNew } = props;
  const conversation = useConversation(chatKey);
  const { transcript, queued, stopping, deciding, loadError } = conversation;
  const link = useLink();
  const name = useSession((session) => session.user?.name ?? '');
  const { models, picked } = useModels(chatKey);
  const [pickerOpen, setPickerOpen] = useState(false);
  const view = useRef<HTMLElement>(null);
  const composer = useRef<ComposerHandle>(null);
  const actions = useMemo(
    () => conversationActions({ chatKey, picked, models, chooseModel: () => setPickerOpen(true) }),
    [chatKey, picked, models],
  );
  const ofCards = useMemo(
    () => ({
      ...actions,
      say: (text: string) => composer.current?.refuse(actions.say(text)),
      sendAgain: (entry: UserEntry) => composer.current?.refuse(actions.sendAgain(entry)),
      takeBack: (entry: UserEntry) => {
        if (chat.takeBack(chatKey, entry) && !entry.replaces) composer.current?.fill(entry.text);
      },
    }),
    [chatKey, actions],
  );

  const draft = isDraft(chatKey);
  const busy = isBusy(transcript);
  const empty = draft && transcript.entries.length === 0;

  const stop = () => {
    const unsent = chat.stop(chatKey);
    if (unsent) composer.current?.fill(unsent);
  };

  const begin = useEffectEvent((text: string) => {
    composer.current?.fill(text);
    onPrefilled();
  });
  useEffect(() => {
    if (prefill) begin(prefill);
  }, [prefill]);
  useComposerFocus(composer, chatKey, transcript.loaded || draft);
  useKeptFocus(view, () => focusOn(composer));
  useEffect(() => whenIdle(fetchMarkdown), []);

  // What came live of a conversation that could not be loaded is not the whole of it.
  if (!transcript.loaded && !draft) {
    return (
      <section className={css.view}>
        <TopBar chatKey={chatKey} {...{ openList, startNew }} />
        {loadError === null ? (
          <ConversationSkeleton />
        ) : (
          <ConversationProblem retry={() => void chat.refresh(chatKey)} startNew={startNew} />
        )}
      </section>
    );
  }
  return (
    <ChatActionsContext value={ofCards}>
      <section ref={view} className={css.view} data-empty={empty || undefined}>
        <TopBar chatKey={chatKey} {...{ openList, startNew }} />
        {empty ? (
          <GreetingView name={name} />
        ) : (
          <TranscriptView
            conversation={conversation}
            onOlder={() => void chat.loadOlder(chatKey)}
          />
        )}
        <div className={css.dock}>
          <Refusal chatKey={chatKey} />
          <QueuedMessages
            queued={queued}
            held={!busy}
            toDecide={asksUser(transcript)}
            sendNow={() => chat.sendQueued(chatKey)}
            remove={(message) => {
              chat.removeQueued(chatKey, message.clientId);
              composer.current?.fill(message.text);
            }}
          />
          <Composer
            ref={composer}
            userId={userId}
            draftKey={draft ? 'new' : chatKey}
            placeholder={placeholder({ empty, busy, offline: link === 'offline', transcript })}
            busy={busy}
            deciding={Object.keys(deciding).length > 1}
            stopping={stopping}
            send={actions.say}
            stop={stop}
          >
            <ModelPicker chatKey={chatKey} opened={pickerOpen} setOpened={setPickerOpen} />
          </Composer>
          {empty && (
            <div className={css.begin}>
              <Suggestions send={ofCards.say} fill={(text) => composer.current?.fill(text)} />
            </div>
          )}
          <Foot chatKey={chatKey} asks={openApprovals(transcript).length > 0} />
        </div>
      </section>
    </ChatActionsContext>
  );
}

interface Situation {
  empty: boolean;
  busy: boolean;
  offline: boolean;
  transcript: Transcript;
}

function placeholder({ empty, busy, offline, transcript }: Situation): string {
  if (offline) return m.composer.offline;
  if (busy) return m.composer.whileRunning;
  if (empty) return m.composer.placeholder;
  const last = transcript.entries.at(-1);
  const open = openApprovals(transcript).length;
  if (open > 0) return open === 1 ? m.composer.toDecide : m.composer.toDecideAll;
  if (last?.kind === 'run' && last.status === 'awaiting_answer') return m.composer.toAnswer;
  return m.composer.followUp;
}

// Once it is there: a conversation that has to be loaded first shows it later.
function useComposerFocus(
  composer: RefObject<ComposerHandle | null>,
  chatKey: string,
  shown: boolean,
) {
  const opened = useRef(false);
  useEffect(() => {
    // Who began something elsewhere meanwhile goes on there.
    const elsewhere = document.activeElement?.matches('input, textarea') || dialogIsOpen();
    const late = opened.current && elsewhere;
    opened.current = true;
    if (shown && !late) focusOn(composer);
  }, [composer, chatKey, shown]);
}

// A keyboard is at hand where a mouse is; on a phone the screen keyboard would cover the page.
function focusOn(composer: RefObject<ComposerHandle | null>) {
  if (matchMedia('(hover: hover)').matches) composer.current?.focus();
}

interface TopBarProps {
  chatKey: string;
  openList: () => void;
  startNew: () => void;
}

function TopBar({ chatKey, openList, startNew }: TopBarProps) {
  const draft = isDraft(chatKey);
  const { data } = useQuery({ ...conversationQuery(chatKey), enabled: !draft });
  const link = useLink();
  return (
    <div className={css.top}>
      <button type="button" className={css.topButton} aria-label={m.list.open} onClick={openList}>
        <IconMessages size={19} stroke={1.7} aria-hidden="true" />
      </button>
      {draft ? (
        <span className={css.topTitle} />
      ) : (
        <h1 className={css.topTitle}>{data && (data.title || m.list.untitled)}</h1>
      )}
      {link === 'offline' && navigator.onLine && (
        <span className={css.offline} role="status">
          {m.page.offline}
        </span>
      )}
      <button type="button" className={css.topButton} aria-label={m.list.new} onClick={startNew}>
        <IconEdit size={19} stroke={1.7} aria-hidden="true" />
      </button>
    </div>
  );
}

function Refusal({ chatKey }: { chatKey: string }) {
  const { refused } = useConversation(chatKey);
  if (!refused) return null;
  return (
    <div className={css.refused} role="alert">
      <span>{refusalText(refused)}</span>
      <button
        type="button"
        className={css.dismiss}
        aria-label={m.page.dismiss}
        onClick={() => chat.dismissRefusal(chatKey)}
      >
        <IconX size={15} aria-hidden="true" />
      </button>
    </div>
  );
}

// What was edited is called as it is labelled.
function refusalText({ detail, errors = [] }: SocketError): string {
  if (!errors.length) return detail;
  return errors
    .map(({ field, message }) => `${fieldLabel(field.replace(/^arguments\./, ''))}: ${message}`)
    .join('. ');
}

// Says plainly when no AI answers, else what the assistant does by itself.
function Foot({ chatKey, asks }: { chatKey: string; asks: boolean }) {
  const { models, answering } = useModels(chatKey);
  if (answering?.provider !== 'builtin' || asks) {
    return <p className={css.foot}>{m.composer.reassurance}</p>;
  }
  return (
    <p className={css.foot}>
      {m.model.builtinNote}{' '}
      {models.every((model) => modelLabel(model) === m.model.builtin) && (
        <Link to="/settings" search={{ tab: 'models' }}>
          {m.model.connect}
        </Link>
      )}
    </p>
  );
}
