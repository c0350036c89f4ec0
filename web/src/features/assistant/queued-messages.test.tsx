import { render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { QueuedMessages } from './queued-messages';

const show = (held: boolean, toDecide: boolean) =>
  render(
    <QueuedMessages
      queued={[{ clientId: 'c', text: 'And then', model: null, replaces: null }]}
      {...{ held, toDecide }}
      sendNow={vi.fn()}
      remove={vi.fn()}
    />,
  );

it('a held message speaks of a decision only where there is one to take', () => {
  const { unmount } = show(true, true);
  expect(screen.getByText('Held back until you have decided')).toBeTruthy();
  unmount();
  show(true, false);
  expect(screen.getByText('Held back')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Send now' })).toBeTruthy();
});
