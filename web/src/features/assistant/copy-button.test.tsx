import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { Toasts } from '@/components/toast';
import { CopyButton } from './copy-button';

const show = (copied: boolean) =>
  render(
    <>
      <CopyButton className="" label="Copy" copy={async () => copied} />
      <Toasts />
    </>,
  );

it('says that something was copied', async () => {
  show(true);
  await userEvent.click(screen.getByRole('button', { name: 'Copy' }));
  expect(await screen.findByRole('button', { name: 'Copied' })).toBeTruthy();
});

it('says where copying is not possible', async () => {
  show(false);
  await userEvent.click(screen.getByRole('button', { name: 'Copy' }));
  expect(await screen.findByText(/did not allow copying/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Copied' })).toBeNull();
});
