// What was copied as it looks and as it is written. The clipboard may be out of reach (plain http on
// another host, a refusal): then nothing is claimed.
export async function copy(text: string, html?: string): Promise<boolean> {
  try {
    if (html && 'write' in navigator.clipboard && typeof ClipboardItem === 'function') {
      await navigator.clipboard.write([
        new ClipboardItem({
          'text/plain': text,
          'text/html': new Blob([html], { type: 'text/html' }),
        }),
      ]);
    } else {
      await navigator.clipboard.writeText(text);
    }
    return true;
  } catch {
    return false;
  }
}

// The answer's text as the page shows it, without what belongs to the page: its links lead here from
// wherever it is put.
export function richText(answer: Element): string {
  return [...answer.querySelectorAll('[data-markdown]')].map(plainMarkup).join('');
}

function plainMarkup(shown: Element): string {
  const copied = shown.cloneNode(true) as Element;
  for (const button of copied.querySelectorAll('button')) button.remove();
  for (const element of copied.querySelectorAll('*')) {
    const address = element instanceof HTMLAnchorElement ? element.href : null;
    for (const { name } of [...element.attributes]) element.removeAttribute(name);
    if (address) element.setAttribute('href', address);
  }
  return copied.innerHTML;
}
