import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Delivery, UserEntry } from './chat/transcript';
import { renderOnPage } from './test-page';
import { UserMessage } from './user-message';

const entry: UserEntry = {
  kind: 'user',
  key: 'client-1',
  id: null,
  clientId: 'client-1',
  runId: null,
  text: 'Hello',
  createdAt: null,
  replaces: null,
  delivery: 'delivered',
  error: null,
};

const offers: [Delivery, string[]][] = [
  ['waiting', ['Take back']],
  ['failed', ['Send again', 'Take back']],
  // It may have been taken up already.
  ['unsure', []],
  ['delivered', []],
];

it.each(offers)('a message that is %s offers %j', async (delivery, wanted) => {
  await renderOnPage(<UserMessage entry={{ ...entry, delivery }} />);
  expect(screen.queryAllByRole('button').map((button) => button.textContent)).toEqual(wanted);
});
