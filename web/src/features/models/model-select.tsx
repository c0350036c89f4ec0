import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ModelInfo } from '@/api/models';
import { toast } from '@/components/toast';
import { problemToast } from '@/components/undo-toast';
import { keysQuery } from './key-queries';
import { t } from './messages';
import { providers } from './providers';

const nobody = '';

interface ModelSelectProps {
  label: string;
  // What choosing no model is called, and what is to be known for the choice.
  none: { label: string; text: string };
  items: ModelInfo[];
  current: string | null;
  save: (model: string | null) => Promise<void>;
  saved: string;
}

// A model for everybody in the workspace, or none; kept at once.
export function ModelSelect({ label, none, items, current, save, saved }: ModelSelectProps) {
  const [busy, setBusy] = useState(false);
  const { data: keys } = useQuery(keysQuery('workspace'));
  // What only the user's own key reaches is nothing for the others.
  const shared = items.filter(
    ({ provider, key }) =>
      key !== 'own' || keys?.items.some((theirs) => theirs.provider === provider),
  );

  async function change(model: string | null): Promise<void> {
    if (model === null || model === (current ?? nobody)) return;
    setBusy(true);
    try {
      await save(model === nobody ? null : model);
      toast(saved);
    } catch (error) {
      problemToast(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Select
      aria-label={label}
      description={none.text}
      inputWrapperOrder={['input', 'description']}
      data={[{ value: nobody, label: none.label }, ...optionsOf(shared, current)]}
      value={current ?? nobody}
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
function optionsOf(shared: ModelInfo[], current: string | null) {
  const groups = [...providers, { provider: 'builtin', name: t.builtin } as const].map(
    ({ provider, name }) => ({
      group: name,
      items: shared
        .filter((model) => model.provider === provider)
        .map(({ id, name: label }) => ({ value: id, label })),
    }),
  );
  const known = current === null || shared.some(({ id }) => id === current);
  return [
    ...(known ? [] : [{ value: current, label: t.noLongerThere(current) }]),
    ...groups.filter((group) => group.items.length > 0),
  ];
}
