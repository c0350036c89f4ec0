import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openOverlay, useOverlay } from './overlay';
import { typeAhead } from './type-ahead';

const under = vi.fn();
let composer: HTMLTextAreaElement;

const press = (key: string, target: Element = composer, more: KeyboardEventInit = {}) =>
  target.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
  );
const typed = () => useOverlay.getState().typed;

beforeEach(() => {
  document.body.innerHTML = '<textarea></textarea><div role="dialog"><input /></div>';
  composer = document.querySelector('textarea') as HTMLTextAreaElement;
  composer.addEventListener('keydown', under);
  window.addEventListener('keydown', typeAhead, true);
  openOverlay('palette');
});

afterEach(() => {
  window.removeEventListener('keydown', typeAhead, true);
  openOverlay(null);
});

it('keeps what is typed until the palette has the focus', () => {
  for (const key of ['a', 'd', 'x', 'Backspace', 'a']) press(key);
  expect(typed()).toBe('ada');
  expect(under).not.toHaveBeenCalled();
});

it('lets Enter send nothing that lies under the palette, and Escape close it', () => {
  press('Enter');
  expect(under).not.toHaveBeenCalled();
  press('Escape');
  expect(useOverlay.getState().open).toBeNull();
});

it('leaves the keys to the palette once it has the focus, and to the page without one', () => {
  press('a', document.querySelector('input') as Element);
  press('c', composer, { ctrlKey: true });
  openOverlay(null);
  press('b');
  expect(typed()).toBe('');
  expect(under).toHaveBeenCalledTimes(2);
});
