import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
  useNavigate,
} from '@tanstack/react-router';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useListChange } from './use-list-change';

const shape = { sortable: ['name'], filterable: ['organization'] };

function List() {
  const navigate = useNavigate();
  const changed = useListChange(shape);
  // Both before the page shows what the first one did.
  const press = () => {
    void navigate({ to: '.', ...changed((before) => ({ ...before, organization: 'Acme' })) });
    void navigate({ to: '.', ...changed((before) => ({ ...before, sort: '-name' })) });
  };
  return <button onClick={press}>press</button>;
}

it('starts from the address, not from what the page still shows', async () => {
  const history = createMemoryHistory({ initialEntries: ['/?q=ann'] });
  const router = createRouter({ routeTree: createRootRoute({ component: List }), history });
  await router.load();
  render(<RouterProvider router={router as never} />);
  fireEvent.click(screen.getByText('press'));
  await waitFor(() =>
    expect(router.state.resolvedLocation?.search).toEqual({
      q: 'ann',
      organization: 'Acme',
      sort: '-name',
    }),
  );
  expect(history.length).toBe(3);
});
