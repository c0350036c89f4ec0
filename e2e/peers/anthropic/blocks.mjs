/** What a message consists of, which may be written as text alone. */
export function blocksOf({ content }) {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

/** The text of a tool's result. */
export function textOf({ content }) {
  return typeof content === 'string' ? content : content.map(({ text }) => text).join('');
}
