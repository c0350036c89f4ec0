import { useQuery } from '@tanstack/react-query';
import { IconTerminal2 } from '@tabler/icons-react';
import { isApiError } from '@/api/problem';
import { SettingsCard } from '@/components/settings-card';
import { ErrorState } from '@/components/states';
import { useFailure } from '@/components/use-failure';
import { m } from '@/lib/messages';
import { ClaudeCard } from './claude-card';
import { keysQuery, modelsQuery } from './key-queries';
import classes from './integrations-settings.module.css';
import { t } from './messages';

const provider = 'anthropic';

export function IntegrationsSettings() {
  const keys = useQuery(keysQuery);
  const models = useQuery(modelsQuery);
  const failure = useFailure(keys);
  const forbidden = isApiError(failure) && failure.status === 403;
  if (failure !== null && !forbidden) {
    return <ErrorState error={failure} onRetry={() => void keys.refetch()} />;
  }
  return (
    <SettingsCard title={t.title} text={t.text}>
      <div className={classes.cards}>
        {keys.isPending && !forbidden ? (
          <div className={classes.skeleton} aria-busy="true">
            <span className="visually-hidden">{m.common.loading}</span>
          </div>
        ) : (
          <ClaudeCard
            provider={provider}
            saved={keys.data?.items.find((key) => key.provider === provider) ?? null}
            answering={models.data?.items.some((model) => model.provider === provider) ?? false}
            forbidden={forbidden}
          />
        )}
        <BuiltinCard />
      </div>
    </SettingsCard>
  );
}

function BuiltinCard() {
  return (
    <article className={classes.card}>
      <header className={classes.header}>
        <span className={classes.tile}>
          <IconTerminal2 size={20} aria-hidden="true" />
        </span>
        <div className={classes.names}>
          <h3 className={classes.name}>{t.builtinTitle}</h3>
          <p className={classes.by}>{t.builtin}</p>
        </div>
        <span className={classes.status} data-on>
          {t.always}
        </span>
      </header>
      <p className={classes.text}>{t.builtinText}</p>
    </article>
  );
}
