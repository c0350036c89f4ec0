import type { ReactNode } from 'react';
import { useRunsWorkspace } from '@/api/session';
import { Tabs } from '@/components/tabs';
import { FeedbackForm } from './feedback-form';
import { FeedbackList } from './feedback-list';
import type { FeedbackFilter } from './feedback-queries';
import classes from './feedback-page.module.css';
import { t } from './messages';

export interface FeedbackSearch extends FeedbackFilter {
  tab?: 'give' | 'received';
}

interface FeedbackPageProps {
  search: FeedbackSearch;
  onSearch: (change: (before: FeedbackSearch) => FeedbackSearch) => void;
  // Where the user came from.
  page: string;
}

const tabs = [
  { tab: 'give', label: t.give },
  { tab: 'received', label: t.received },
] as const;

// Everybody gives feedback; those who run the workspace also read it.
export function FeedbackPage({ search, onSearch, page }: FeedbackPageProps) {
  const runs = useRunsWorkspace();
  const form = (
    <>
      <p className={classes.lead}>{t.lead}</p>
      <FeedbackForm page={page} />
    </>
  );
  if (!runs) return <Frame>{form}</Frame>;
  const { tab: current = 'give', ...filter } = search;
  return (
    <Frame>
      <Tabs
        id="feedback"
        label={t.tabs}
        to="/feedback"
        tabs={tabs}
        current={current}
        onMove={(tab) => onSearch(() => ({ tab }))}
      >
        {current === 'give' ? (
          form
        ) : (
          <FeedbackList
            filter={filter}
            onFilter={(changes) => onSearch((before) => ({ ...before, ...changes }))}
          />
        )}
      </Tabs>
    </Frame>
  );
}

function Frame({ children }: { children: ReactNode }) {
  return (
    <div className={classes.page}>
      <div className={classes.column}>
        <h1 className={classes.title}>{t.title}</h1>
        {children}
      </div>
    </div>
  );
}
