// What was typed and not sent, per user and conversation, for as long as the tab lives.
const address = (userId: string, key: string) => `parley.draft.${userId}.${key}`;

export function readDraft(userId: string, key: string): string {
  try {
    return sessionStorage.getItem(address(userId, key)) ?? '';
  } catch {
    return '';
  }
}

export function keepDraft(userId: string, key: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(address(userId, key), text);
    else sessionStorage.removeItem(address(userId, key));
  } catch {
    // Storage may be blocked or full: the text then lives as long as the page.
  }
}
