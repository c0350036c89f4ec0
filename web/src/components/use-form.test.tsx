import { MantineProvider, TextInput } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { ApiError } from '@/api/problem';
import { FormProblem } from './form-problem';
import { useForm } from './use-form';

const fields = { name: { required: true, maxLength: 5 }, email: { required: false } };

function Form({ onSubmit }: { onSubmit: (values: Record<string, string>) => Promise<void> }) {
  const form = useForm({ fields, initial: { name: '', email: '' }, onSubmit });
  return (
    <form {...form.props}>
      <TextInput label="Name" {...form.field('name')} />
      <TextInput label="Email" {...form.field('email')} />
      <FormProblem text={form.problem} />
      <button type="submit">Save</button>
    </form>
  );
}

function show(onSubmit: (values: Record<string, string>) => Promise<void>) {
  render(
    <MantineProvider>
      <Form onSubmit={onSubmit} />
    </MantineProvider>,
  );
  return userEvent.setup();
}

const name = () => screen.getByRole('textbox', { name: /name/i });
const save = () => screen.getByRole('button', { name: 'Save' });

it('asks for what the schema requires before it sends anything', async () => {
  const onSubmit = vi.fn(async () => undefined);
  const user = show(onSubmit);
  await user.click(save());
  expect(await screen.findByText('This field is needed.')).toBeTruthy();
  expect(onSubmit).not.toHaveBeenCalled();
});

it('takes the length of a field from the schema', () => {
  show(async () => undefined);
  expect(name().getAttribute('maxlength')).toBe('5');
});

it('shows the server error beside the field until it is changed', async () => {
  const errors = [{ field: 'email', message: 'This is not an email address.' }];
  const user = show(async () => {
    throw new ApiError(422, { errors });
  });
  await user.type(name(), 'Ann');
  await user.type(screen.getByRole('textbox', { name: /email/i }), 'x');
  await user.click(save());
  expect(await screen.findByText('This is not an email address.')).toBeTruthy();
  await user.type(screen.getByRole('textbox', { name: /email/i }), 'y');
  expect(screen.queryByText('This is not an email address.')).toBeNull();
});

it('shows what concerns no field above the buttons', async () => {
  const user = show(async () => {
    throw new ApiError(409, { detail: 'There is one of this name.' });
  });
  await user.type(name(), 'Ann');
  await user.click(save());
  expect((await screen.findByRole('alert')).textContent).toContain('There is one of this name.');
});
