import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { lazyDialog } from './lazy-dialog';
import { Toasts } from './toast';

afterEach(cleanup);

it('says that its code did not come, closes, and fetches it again the next time', async () => {
  const load = vi
    .fn<() => Promise<{ default: () => React.JSX.Element }>>()
    .mockRejectedValueOnce(new TypeError('offline'))
    .mockResolvedValue({ default: () => <p>the form</p> });
  const Dialog = lazyDialog(load);
  const onClose = vi.fn();
  const page = (open: boolean) => (
    <>
      <p>the page</p>
      {open && <Dialog onClose={onClose} />}
      <Toasts />
    </>
  );
  const { rerender } = render(page(true));
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  screen.getByText('the page');
  screen.getByText('This part of Parley did not load. Try again when the connection is back.');
  rerender(page(false));
  rerender(page(true));
  await screen.findByText('the form');
});

it('can be fetched before it opens, and is there at once then', async () => {
  const load = vi.fn(() => Promise.resolve({ default: () => <p>the form</p> }));
  const Dialog = lazyDialog(load);
  vi.useFakeTimers();
  Dialog.fetchEarly();
  await vi.runAllTimersAsync();
  vi.useRealTimers();
  render(<Dialog onClose={vi.fn()} />);
  screen.getByText('the form');
  expect(load).toHaveBeenCalledOnce();
});
