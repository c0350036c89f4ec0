// What a page says that it did, for some seconds.
export const toastOf = (page, text) => page.locator('[data-kind]').filter({ hasText: text });

/** The way back of a toast, which stays for as long as the mouse is over it. */
export async function undoOf(page, text) {
  const undo = toastOf(page, text).getByRole('button', { name: 'Undo' });
  await undo.hover();
  return undo;
}
