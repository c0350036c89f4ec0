import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { ModelKey } from './key-queries';
import { ProviderRow } from './provider-row';
import { providers } from './providers';

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

const key: ModelKey = {
  provider: 'anthropic',
  masked: '…1234',
  base_url: null,
  model: null,
  created_at: ago(60),
  last_used_at: null,
  failure: null,
  failed_at: null,
};

function show(saved: Partial<ModelKey>) {
  const facts = providers.find(({ provider }) => provider === 'anthropic');
  if (!facts) throw new Error('no such provider');
  render(
    <MantineProvider>
      <ProviderRow
        facts={facts}
        scope="workspace"
        saved={{ ...key, ...saved }}
        byInstallation={false}
      />
    </MantineProvider>,
  );
}

it('says of a key that was not used yet that it was checked alone', () => {
  show({});
  expect(screen.getByText('Checked')).toBeTruthy();
  expect(screen.getByText(/not used yet/)).toBeTruthy();
});

it('says when a key was used last, and that it works', () => {
  show({ last_used_at: ago(5) });
  expect(screen.getByText('Works')).toBeTruthy();
  expect(screen.getByText(/last used 5 minutes ago/)).toBeTruthy();
});

it.each([
  ['refused', 'Refused', /Anthropic refused this key 3 minutes ago.*Put a new one/],
  ['unpaid', 'Unpaid', /no credit left.*3 minutes ago\. Mend that with Anthropic/],
] as const)('tells beside a %s key what happened, when, and what to do', (failure, state, text) => {
  show({ last_used_at: ago(5), failure, failed_at: ago(3) });
  expect(screen.getByText(state)).toBeTruthy();
  expect(screen.getByText(text)).toBeTruthy();
  expect(screen.queryByText('Works')).toBeNull();
});
