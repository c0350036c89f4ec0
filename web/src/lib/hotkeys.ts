// Shortcuts never fire while somebody types or a dialog is open.
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && /^(checkbox|radio)$/.test(target.type)) return false;
  return target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
}

export function dialogIsOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]') !== null;
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
export const modifierName = isMac ? '⌘' : 'Ctrl';
