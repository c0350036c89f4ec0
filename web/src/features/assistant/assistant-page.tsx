import { useEffect, useEffectEvent, useState } from 'react';
import type { RecordChanged } from '@/api/run-events';
import { useSession } from '@/api/session';
import { onRecordChanged } from '@/api/ws';
import { lazyDialog } from '@/components/lazy-dialog';
import css from './assistant-page.module.css';
import { chat, useMoved } from './chat/use-chat';
import { ConversationList } from './conversation-list';
import { ConversationView } from './conversation-view';

const ConversationDrawer = lazyDialog(() => import('./conversation-drawer'));

export interface AssistantPageProps {
  conversationId: string | null;
  // A text to begin with: looked over and sent by the user, never by an address alone.
  prefill: string | null;
  onConversation: (id: string | null, how: { replace: boolean }) => void;
}

export function AssistantPage(props: AssistantPageProps) {
  const { conversationId, prefill, onConversation } = props;
  const userId = useSession((session) => session.user?.id ?? '');
  const [draft, setDraft] = useState(chat.unsentDraft);
  const [kept, setKept] = useState<{ id: string; draft: string } | null>(null);
  const [listOpen, setListOpen] = useState(false);
  const moved = useMoved(draft);
  const key = conversationId ?? moved ?? draft;

  // The address follows once the server has made the conversation. From then on the view keeps its
  // place under the conversation's id, and the next draft is another one.
  if (moved !== null && conversationId !== null) {
    if (conversationId === moved) setKept({ id: moved, draft });
    setDraft(chat.newDraft());
  }
  const follow = useEffectEvent((id: string) => onConversation(id, { replace: true }));
  useEffect(() => {
    if (moved !== null && conversationId === null) follow(moved);
  }, [conversationId, moved]);
  useEffect(() => chat.open(key), [key]);

  const startNew = () => {
    setListOpen(false);
    setDraft(chat.newDraft());
    onConversation(null, { replace: false });
  };
  const deleted = (id: string) => {
    chat.forget(id);
    if (id === conversationId) startNew();
  };
  useDeletions(deleted);

  const list = (
    <ConversationList
      currentId={conversationId ?? moved}
      onNew={startNew}
      onOpen={() => setListOpen(false)}
      onDeleted={deleted}
    />
  );
  return (
    <div className={css.page}>
      <aside className={css.side}>{list}</aside>
      {listOpen && (
        <ConversationDrawer onClose={() => setListOpen(false)}>{list}</ConversationDrawer>
      )}
      <ConversationView
        key={moved !== null ? draft : kept?.id === key ? kept.draft : key}
        chatKey={key}
        userId={userId}
        prefill={prefill}
        onPrefilled={() => onConversation(null, { replace: true })}
        openList={() => setListOpen(true)}
        startNew={startNew}
      />
    </div>
  );
}

// The one that is shown may be deleted elsewhere.
function useDeletions(deleted: (id: string) => void) {
  const changed = useEffectEvent(({ record, action }: RecordChanged) => {
    if (record.type === 'conversation' && action === 'deleted') deleted(record.id);
  });
  useEffect(() => onRecordChanged((change) => changed(change)), []);
}
