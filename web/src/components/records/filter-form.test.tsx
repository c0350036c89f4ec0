import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import FilterForm from './filter-form';

// Where it lies takes a screen.
vi.mock('../pick/pick-popover', () => ({
  PickPopover: ({ children }: { children: React.ReactNode }) => children,
}));

it('applies what was chosen in it, and nothing that was taken away elsewhere meanwhile', async () => {
  const onApply = vi.fn();
  const form = (filters: Record<string, string>) => (
    <MantineProvider>
      <FilterForm
        fields={[
          { field: 'industry', label: 'Industry' },
          { field: 'description', label: 'Description', noneLabel: 'No description' },
        ]}
        filters={filters}
        anchor={document.body}
        onApply={onApply}
        onClose={vi.fn()}
      />
    </MantineProvider>
  );
  const { rerender } = render(form({ industry: 'Energy', description: '' }));
  await userEvent.click(screen.getByRole('button', { name: 'No description' }));
  rerender(form({}));
  await userEvent.type(screen.getByLabelText('Description'), ' in short ');
  await userEvent.click(screen.getByRole('button', { name: 'Apply' }));
  expect(onApply).toHaveBeenCalledWith({ description: 'in short' });
});
