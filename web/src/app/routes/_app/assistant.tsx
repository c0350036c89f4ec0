import { createFileRoute, useParams } from '@tanstack/react-router';
import { AssistantPage } from '@/features/assistant/assistant-page';

interface AssistantSearch {
  // A text for the composer. It is never sent by an address alone: a link from elsewhere must not speak
  // for the user.
  ask?: string;
}

export const Route = createFileRoute('/_app/assistant')({
  validateSearch: (search: Record<string, unknown>): AssistantSearch =>
    typeof search.ask === 'string' ? { ask: search.ask } : {},
  component: Assistant,
});

function Assistant() {
  const { conversationId } = useParams({ strict: false });
  const { ask } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <AssistantPage
      conversationId={conversationId ?? null}
      prefill={ask ?? null}
      onConversation={(id, { replace }) =>
        void (id
          ? navigate({ to: '/assistant/$conversationId', params: { conversationId: id }, replace })
          : navigate({ to: '/assistant', search: {}, replace }))
      }
    />
  );
}
