import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { said } from './chat/test-events';
import type { Delivery } from './chat/transcript';
import { renderOnPage } from './test-page';
import { UserMessage } from './user-message';

const entry = said({ delivery: 'delivered' });

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
