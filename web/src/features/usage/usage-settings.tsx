import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useRunsWorkspace } from '@/api/session';
import { SettingsCard } from '@/components/settings-card';
import { ErrorState } from '@/components/states';
import { useFailure } from '@/components/use-failure';
import { m } from '@/lib/messages';
import { LimitCard } from './limit-card';
import { t } from './messages';
import { type Report, UsageReport } from './usage-report';
import classes from './usage.module.css';
import { ownUsageQuery, workspaceUsageQuery } from './usage-queries';

// A member sees their own; who runs the workspace, all of it and the limit.
export function UsageSettings() {
  const runs = useRunsWorkspace();
  return (
    <>
      {runs && <LimitCard />}
      {runs && <OfWorkspace />}
      <Own />
    </>
  );
}

function Own() {
  const [month, setMonth] = useState<string | null>(null);
  const query = useQuery(ownUsageQuery(month));
  return <UsageCard title={t.own} text={t.ownText} query={query} onMonth={setMonth} />;
}

function OfWorkspace() {
  const [month, setMonth] = useState<string | null>(null);
  const query = useQuery(workspaceUsageQuery(month));
  return <UsageCard title={t.workspace} text={t.workspaceText} query={query} onMonth={setMonth} />;
}

interface UsageCardProps {
  title: string;
  text: string;
  query: UseQueryResult<Report>;
  onMonth: (month: string) => void;
}

function UsageCard({ title, text, query, onMonth }: UsageCardProps) {
  const failure = useFailure(query);
  return (
    <SettingsCard title={title} text={text}>
      {failure !== null ? (
        <ErrorState error={failure} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        <UsageReport report={query.data} onMonth={onMonth} />
      ) : (
        <ReportSkeleton />
      )}
    </SettingsCard>
  );
}

function ReportSkeleton() {
  return (
    <div className={classes.skeleton} aria-busy="true">
      <span className="visually-hidden">{m.common.loading}</span>
      <i />
      <i />
      <i />
    </div>
  );
}
