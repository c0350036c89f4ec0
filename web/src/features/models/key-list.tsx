import { useQuery } from '@tanstack/react-query';
import { modelsQuery } from '@/api/models';
import { ErrorState } from '@/components/states';
import { useFailure } from '@/components/use-failure';
import { m } from '@/lib/messages';
import { keysQuery, type Scope } from './key-queries';
import { t } from './messages';
import classes from './models-settings.module.css';
import { ProviderRow } from './provider-row';
import { providers } from './providers';

// A row for each provider, with the key of this scope or the way to add one.
export function KeyList({ scope }: { scope: Scope }) {
  const keys = useQuery(keysQuery(scope));
  const models = useQuery(modelsQuery);
  const failure = useFailure(keys);
  if (failure !== null) {
    return <ErrorState error={failure} onRetry={() => void keys.refetch()} />;
  }
  if (!keys.data) return <ListSkeleton />;
  return (
    <ul className={classes.list} aria-label={t.list[scope]}>
      {providers.map((facts) => (
        <ProviderRow
          key={facts.provider}
          facts={facts}
          scope={scope}
          saved={keys.data.items.find(({ provider }) => provider === facts.provider) ?? null}
          byInstallation={
            scope === 'workspace' &&
            (models.data?.items.some(
              ({ provider, key }) => provider === facts.provider && key === 'installation',
            ) ??
              false)
          }
        />
      ))}
    </ul>
  );
}

function ListSkeleton() {
  return (
    <div className={classes.list} aria-busy="true">
      <span className="visually-hidden">{m.common.loading}</span>
      {providers.map(({ provider }) => (
        <div key={provider} className={classes.row} data-skeleton>
          <div className={classes.header}>
            <span className={classes.tile} />
            <span className={classes.line} />
          </div>
        </div>
      ))}
    </div>
  );
}
