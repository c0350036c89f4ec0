// A model that saves whom the user names, one in a step. Whom it has saved it knows from the history alone, or from a
// summary of that, and who is not saved yet it saves again.
import { randomUUID } from 'node:crypto';

import { blocksOf, textOf } from '../peers/anthropic/blocks.mjs';

const people = ['Ada', 'Bea'];
const told = 'Saved so far:';

/** Whom a result says to be saved: of a call, or of what a question offered. */
function namesIn(text) {
  const { offer, name } = JSON.parse(text);
  if (offer) return offer.carried_out ? [offer.result.name] : [];
  return name ? [name] : [];
}

function savedIn(blocks) {
  const names = blocks
    .filter(({ type, is_error }) => type === 'tool_result' && !is_error)
    .flatMap((block) => namesIn(textOf(block)));
  for (const { text } of blocks.filter(({ type }) => type === 'text'))
    for (const [, list] of text.matchAll(new RegExp(`${told} ([A-Z a-z]*)\\.`, 'g')))
      names.push(...list.split(' '));
  return new Set(names);
}

/** Of a conversation that stands there as text. */
function summaryOf(text) {
  const made = [...text.matchAll(/^Result: .*?"name":"(\w+)"/gm)].map(([, name]) => name);
  const before = [...savedIn([{ type: 'text', text }])];
  const wanted = people.filter((name) => text.includes(name));
  return `The user named ${wanted.join(' and ')}. ${told} ${[...new Set([...before, ...made])].join(' ')}.`;
}

export class Saver {
  #count = 0;

  /** `hold(at)`: where the stream of a turn waits that saves somebody, sums up, or ends. */
  constructor({ hold, offers = false } = {}) {
    this.hold = hold;
    this.offers = offers;
  }

  /** Claude is overloaded from the second person on. */
  overloaded = false;
  /** It does not feel like saving anybody. */
  lazy = false;

  take({ model = '', messages }) {
    const blocks = messages.flatMap(blocksOf);
    const said = blocks.map(({ text = '' }) => text).join('\n');
    if (said.includes('Sum it up.')) return this.#turn('summary', summaryOf(said));
    const saved = savedIn(blocks);
    const next = people.find((name) => said.includes(name) && !saved.has(name));
    if (!next || (this.lazy && next === 'Bea'))
      return this.#turn('end', next ? 'No.' : 'All done.');
    if (this.overloaded && next === 'Bea' && model.startsWith('claude'))
      return { error: { status: 529, headers: { 'retry-after': '0' } } };
    return this.#turn(next, `Now ${next}.`, this.#callFor(next));
  }

  #callFor(name) {
    const call = { tool: 'create_contact', arguments: { name } };
    const options = ['yes', 'no'].map((id) => ({ id, label: id }));
    const question = { text: `Shall I save ${name}?`, options, offer: call };
    return {
      type: 'tool_use',
      id: `toolu_${(this.#count += 1)}`,
      ...(this.offers
        ? { name: 'ask_user', input: question }
        : { name: call.tool, input: call.arguments }),
    };
  }

  #turn(at, text, ...calls) {
    const thinking = { type: 'thinking', thinking: 'Who is next?', signature: randomUUID() };
    return { blocks: [thinking, { type: 'text', text }, ...calls], hold: this.hold?.(at) };
  }
}
