import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useRunsWorkspace } from '@/api/session';
import { SettingsCard } from '@/components/settings-card';
import { ErrorState } from '@/components/states';
import { useFailure } from '@/components/use-failure';
import { m } from '@/lib/messages';
import { LimitCard } from './limit-card';
import { t } from './messages';
import { UsageReport } from './usage-report';
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
  const failure = useFailure(query);
  return (
    <SettingsCard title={t.own} text={t.ownText}>
      {failure !== null ? (
        <ErrorState error={failure} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        <UsageReport report={query.data} onMonth={setMonth} />
      ) : (
        <ReportSkeleton />
      )}
    </SettingsCard>
  );
}

function OfWorkspace() {
  const [month, setMonth] = useState<string | null>(null);
  const query = useQuery(workspaceUsageQuery(month));
  const failure = useFailure(query);
  return (
    <SettingsCard title={t.workspace} text={t.workspaceText}>
      {failure !== null ? (
        <ErrorState error={failure} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        <UsageReport report={query.data} members={query.data.members} onMonth={setMonth} />
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
