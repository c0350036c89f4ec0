import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { Menu, MenuItem } from './menu';

const act = vi.fn();

beforeEach(() => {
  render(
    <>
      <Menu label="Actions" button={(props) => <button {...props}>Open</button>}>
        <MenuItem onClick={() => act('edit')}>Edit</MenuItem>
        <MenuItem disabled onClick={() => act('move')}>
          Move
        </MenuItem>
        <MenuItem checked={false} stays onClick={() => act('dark')}>
          Dark
        </MenuItem>
        <MenuItem danger onClick={() => act('delete')}>
          Delete
        </MenuItem>
      </Menu>
      <button>What follows</button>
    </>,
  );
});

const button = () => screen.getByRole('button', { name: 'Open' });
const item = (name: string) =>
  screen.getByRole(/Dark/.test(name) ? 'menuitemradio' : 'menuitem', { name });
const isOpen = () => screen.queryByRole('menu') !== null;

it('opens by a press, tells so, and closes by another press or one beside it', async () => {
  await userEvent.click(button());
  expect(isOpen()).toBe(true);
  expect(button().getAttribute('aria-expanded')).toBe('true');
  await userEvent.click(button());
  expect(isOpen()).toBe(false);
  await userEvent.click(button());
  await userEvent.click(document.body);
  expect(isOpen()).toBe(false);
});

it('is gone through by arrows around its end, by Home, End and letters', async () => {
  button().focus();
  await userEvent.keyboard('{ArrowDown}');
  expect(document.activeElement).toBe(item('Edit'));
  await userEvent.keyboard('{ArrowUp}');
  expect(document.activeElement).toBe(item('Delete'));
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  expect(document.activeElement).toBe(item('Move'));
  await userEvent.keyboard('d');
  expect(document.activeElement).toBe(item('Dark'));
  await userEvent.keyboard('d');
  expect(document.activeElement).toBe(item('Delete'));
  await userEvent.keyboard('{Home}');
  expect(document.activeElement).toBe(item('Edit'));
  await userEvent.keyboard('{End}');
  expect(document.activeElement).toBe(item('Delete'));
});

it('gives the focus back by Escape, and by Tab to what follows its button', async () => {
  button().focus();
  await userEvent.keyboard('{Enter}');
  expect(isOpen()).toBe(true);
  await userEvent.keyboard('{Escape}');
  expect(isOpen()).toBe(false);
  await waitFor(() => expect(document.activeElement).toBe(button()));
  await userEvent.keyboard('{Enter}');
  await userEvent.tab();
  expect(isOpen()).toBe(false);
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'What follows' }));
});

it('goes where its button goes, and closes when that is out of sight', async () => {
  await userEvent.click(button());
  const place = vi.spyOn(button(), 'getBoundingClientRect');
  place.mockReturnValue(new DOMRect(40, 100, 20, 30));
  window.dispatchEvent(new Event('resize'));
  expect(screen.getByRole('menu').style.top).toBe('136px');
  place.mockReturnValue(new DOMRect(40, 60, 20, 30));
  document.dispatchEvent(new Event('scroll'));
  expect(screen.getByRole('menu').style.top).toBe('96px');
  place.mockReturnValue(new DOMRect(40, -200, 20, 30));
  document.dispatchEvent(new Event('scroll'));
  await waitFor(() => expect(isOpen()).toBe(false));
});

it('begins with what is chosen', async () => {
  cleanup();
  render(
    <Menu label="Sort" button={(props) => <button {...props}>Open</button>}>
      <MenuItem checked={false} onClick={act}>
        By name
      </MenuItem>
      <MenuItem checked onClick={act}>
        By day
      </MenuItem>
    </Menu>,
  );
  await userEvent.click(button());
  expect(document.activeElement).toBe(screen.getByRole('menuitemradio', { name: 'By day' }));
  await userEvent.click(screen.getByRole('menuitemradio', { name: 'By name' }));
  expect(isOpen()).toBe(false);
});

it('closes for what is done, stays for a choice among several, and does nothing that is not allowed', async () => {
  await userEvent.click(button());
  await userEvent.click(item('Move'));
  expect(act).not.toHaveBeenCalled();
  await userEvent.click(item('Dark'));
  expect(act).toHaveBeenCalledWith('dark');
  expect(isOpen()).toBe(true);
  await userEvent.click(item('Delete'));
  expect(act).toHaveBeenLastCalledWith('delete');
  expect(isOpen()).toBe(false);
});
