import { openOverlay, typeInPalette, useOverlay } from './overlay';

const swallowed = new Set(['Enter', 'Tab']);

// Whoever presses Ctrl+K types on at once. Until the palette has the focus, their keys go into its
// field, and not into what lies under it. For the capture phase: what lies under it comes later.
export function typeAhead(event: KeyboardEvent): void {
  const { open, typed } = useOverlay.getState();
  if (open !== 'palette' || event.isComposing || isInDialog(event.target)) return;
  const isShortcut = event.ctrlKey || event.metaKey || event.altKey;
  if (isShortcut && !event.getModifierState('AltGraph')) return;
  if (event.key === 'Escape') openOverlay(null);
  else if (event.key === 'Backspace') typeInPalette([...typed].slice(0, -1).join(''));
  else if ([...event.key].length === 1) typeInPalette(typed + event.key);
  else if (!swallowed.has(event.key)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"]') !== null;
}
