import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type ModelList, modelsQuery } from '@/api/models';
import { useRunsWorkspace } from '@/api/session';
import { ErrorState } from '@/components/states';
import { useFailure } from '@/components/use-failure';
import { setDefaultModel, setFallbackModel } from './key-queries';
import { t } from './messages';
import { ModelSelect } from './model-select';
import classes from './models-settings.module.css';

export function DefaultModel() {
  return (
    <WithModels>
      {(models, runs) => {
        const { items, default_from, workspace_default } = models;
        const answering = items.find((model) => model.default);
        return (
          <>
            {runs ? (
              <ModelSelect
                label={t.choose}
                none={{ label: t.automatic, text: t.automaticText }}
                items={items}
                current={workspace_default}
                save={setDefaultModel}
                saved={t.defaultSaved}
              />
            ) : (
              <p className={classes.fact}>
                {workspace_default ? t.defaultIs(nameOf(models, workspace_default)) : t.noDefault}
              </p>
            )}
            {default_from === 'last_choice' && answering && (
              <p className={classes.note}>{t.youChose(answering.name)}</p>
            )}
          </>
        );
      }}
    </WithModels>
  );
}

export function FallbackModel() {
  return (
    <WithModels>
      {(models, runs) => {
        const { items, workspace_fallback } = models;
        return runs ? (
          <ModelSelect
            label={t.chooseFallback}
            none={{ label: t.none, text: t.noneText }}
            items={items.filter(({ provider }) => provider !== 'builtin')}
            current={workspace_fallback}
            save={setFallbackModel}
            saved={t.fallbackSaved}
          />
        ) : (
          <p className={classes.fact}>
            {workspace_fallback ? t.fallbackIs(nameOf(models, workspace_fallback)) : t.noFallback}
          </p>
        );
      }}
    </WithModels>
  );
}

interface WithModelsProps {
  children: (models: ModelList, runsWorkspace: boolean) => ReactNode;
}

function WithModels({ children }: WithModelsProps) {
  const runs = useRunsWorkspace();
  const models = useQuery(modelsQuery);
  const failure = useFailure(models);
  if (failure !== null) {
    return <ErrorState error={failure} onRetry={() => void models.refetch()} />;
  }
  if (!models.data) return <div className={classes.fieldSkeleton} aria-busy="true" />;
  return children(models.data, runs);
}

function nameOf({ items }: ModelList, id: string): string {
  return items.find((model) => model.id === id)?.name ?? id;
}
