import { createFileRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { FeedbackPage, type FeedbackSearch } from '@/features/feedback/feedback-page';
import { kinds, statuses } from '@/features/feedback/feedback-queries';
import { visitBefore } from '@/lib/visits';

const tabs = ['give', 'received'] as const;

export const Route = createFileRoute('/_app/feedback')({
  validateSearch: (search: Record<string, unknown>): FeedbackSearch => {
    const tab = tabs.find((one) => one === search.tab);
    const kind = kinds.find((one) => one === search.kind);
    const status = statuses.find((one) => one === search.status);
    return { ...(tab && { tab }), ...(kind && { kind }), ...(status && { status }) };
  },
  component: Feedback,
});

function Feedback() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const [page] = useState(() => visitBefore('/feedback'));
  return (
    <FeedbackPage
      search={search}
      onSearch={(change) => void navigate({ search: change })}
      page={page}
    />
  );
}
