import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type ModelInfo, modelsQuery } from '@/api/models';
import { useRunsWorkspace } from '@/api/session';
import { ErrorState } from '@/components/states';
import { toast } from '@/components/toast';
import { problemToast } from '@/components/undo-toast';
import { useFailure } from '@/components/use-failure';
import { keysQuery, setDefaultModel } from './key-queries';
import { t } from './messages';
import classes from './models-settings.module.css';
import { providers } from './providers';

const automatic = '';

export function DefaultModel() {
  const runs = useRunsWorkspace();
  const models = useQuery(modelsQuery);
  const failure = useFailure(models);
  if (failure !== null) {
    return <ErrorState error={failure} onRetry={() => void models.refetch()} />;
  }
  if (!models.data) return <div className={classes.fieldSkeleton} aria-busy="true" />;
  const { items, default_from, workspace_default } = models.data;
  const nameOf = (id: string) => items.find((model) => model.id === id)?.name ?? id;
  const answering = items.find((model) => model.default);
  return (
    <>
      {runs ? (
        <Choice items={items} current={workspace_default ?? automatic} />
      ) : (
        <p className={classes.fact}>
          {workspace_default ? t.defaultIs(nameOf(workspace_default)) : t.noDefault}
        </p>
      )}
      {default_from === 'last_choice' && answering && (
        <p className={classes.note}>{t.youChose(answering.name)}</p>
      )}
    </>
  );
}

function Choice({ items, current }: { items: ModelInfo[]; current: string }) {
  const [busy, setBusy] = useState(false);
  const { data: keys } = useQuery(keysQuery('workspace'));
  // What only the user's own key reaches is nothing for the others.
  const shared = items.filter(
    ({ provider, key }) =>
      key !== 'own' || keys?.items.some((theirs) => theirs.provider === provider),
  );

  async function change(model: string | null): Promise<void> {
    if (model === null || model === current) return;
    setBusy(true);
    try {
      await setDefaultModel(model === automatic ? null : model);
      toast(t.defaultSaved);
    } catch (error) {
      problemToast(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Select
      aria-label={t.choose}
      description={t.automaticText}
      inputWrapperOrder={['input', 'description']}
      data={optionsOf(shared, current)}
      value={current}
      disabled={busy}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t.noMatch}
      comboboxProps={{ radius: 10, shadow: 'md' }}
      onChange={(model) => void change(model)}
    />
  );
}

// By provider.
function optionsOf(shared: ModelInfo[], current: string) {
  const groups = [...providers, { provider: 'builtin', name: t.builtin } as const].map(
    ({ provider, name }) => ({
      group: name,
      items: shared
        .filter((model) => model.provider === provider)
        .map(({ id, name: label }) => ({ value: id, label })),
    }),
  );
  const known = current === automatic || shared.some(({ id }) => id === current);
  return [
    { value: automatic, label: t.automatic },
    ...(known ? [] : [{ value: current, label: t.noLongerThere(current) }]),
    ...groups.filter((group) => group.items.length > 0),
  ];
}
