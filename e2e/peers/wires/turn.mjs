// What the wires have in common in how they speak a turn.
const piece = 12;

export function pieces(text) {
  return text.match(new RegExp(`[^]{1,${piece}}`, 'g')) ?? [];
}

/** The parts of a turn: its thought and its text, where it has them, and its calls. */
export function partsOf(blocks) {
  const of = (type) => blocks.filter((block) => block.type === type);
  const [thought] = of('thinking');
  return { thought, text: of('text')[0]?.text ?? '', calls: of('tool_use') };
}
