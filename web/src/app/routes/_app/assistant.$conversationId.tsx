import { createFileRoute } from '@tanstack/react-router';

// The page is the parent's: it stays mounted when a new conversation gets its id.
export const Route = createFileRoute('/_app/assistant/$conversationId')({});
