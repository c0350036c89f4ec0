import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { ApiError } from '@/api/problem';
import { InlineFact } from './inline-fact';

function show(onSave: (value: string | null) => Promise<unknown>, value: string | null = 'CTO') {
  render(
    <MantineProvider>
      <dl>
        <InlineFact
          field="job_position"
          label="Position"
          value={value}
          facts={{ required: false, maxLength: 200 }}
          onSave={onSave}
        />
      </dl>
    </MantineProvider>,
  );
  return userEvent.setup();
}

const edit = () => screen.getByRole('button', { name: 'Edit: Position' });

it('saves with Enter', async () => {
  const onSave = vi.fn(async () => undefined);
  const user = show(onSave);
  await user.click(edit());
  await user.clear(screen.getByRole('textbox'));
  await user.keyboard(' Founder {Enter}');
  expect(onSave).toHaveBeenCalledExactlyOnceWith('Founder');
});

it('clears the value when nothing is left', async () => {
  const onSave = vi.fn(async () => undefined);
  const user = show(onSave);
  await user.click(edit());
  await user.clear(screen.getByRole('textbox'));
  await user.keyboard('{Enter}');
  expect(onSave).toHaveBeenCalledExactlyOnceWith(null);
});

it('gives up with Escape', async () => {
  const onSave = vi.fn(async () => undefined);
  const user = show(onSave);
  await user.click(edit());
  await user.keyboard(' of all{Escape}');
  expect(onSave).not.toHaveBeenCalled();
  expect(screen.getByText('CTO')).toBeTruthy();
});

it('keeps what was typed beside the server error', async () => {
  const errors = [{ field: 'job_position', message: 'This is too long.' }];
  const user = show(async () => {
    throw new ApiError(422, { errors });
  });
  await user.click(edit());
  await user.keyboard('!{Enter}');
  expect(await screen.findByText('This is too long.')).toBeTruthy();
  expect(screen.getByRole<HTMLInputElement>('textbox').value).toBe('CTO!');
});
