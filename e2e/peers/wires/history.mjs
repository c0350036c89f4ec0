// What was given out with each key, to hold later requests against it. A key may have several conversations, told apart
// by what they begin with; one that begins anew, behind a summary, holds no turn of the model yet.
import { rawElements, rawMembers } from '../anthropic/raw-json.mjs';

const isSystem = (element) => JSON.parse(element).role === 'system';

export class History {
  #last = new Map();
  #given = new Map();

  static #elements(text, { history }) {
    return rawElements(rawMembers(text)[history]);
  }

  static #conversation(key, elements) {
    return `${key} ${elements.find((element) => !isSystem(element))}`;
  }

  /** An answer is on its way: `items` are the exact texts that have to come back. */
  record(key, text, items, wire) {
    const asked = History.#elements(text, wire);
    const conversation = History.#conversation(key, asked);
    const before = this.#last.get(conversation)?.whole ?? [];
    this.#last.set(conversation, {
      before,
      whole: [...asked, ...items],
      lost: false,
    });
    this.#given.set(key, new Set([...(this.#given.get(key) ?? []), ...items]));
  }

  /** What was asked last may have been lost together with its answer. */
  forgiveLost() {
    for (const exchange of this.#last.values()) exchange.lost = true;
  }

  check(key, text, wire) {
    const elements = History.#elements(text, wire);
    const given = this.#given.get(key) ?? new Set();
    const problems = this.#checkOrigin(key, elements, wire.entries(JSON.parse(text)));
    for (const element of elements)
      if (wire.isBound(JSON.parse(element)) && !given.has(element))
        problems.push(`this was never given out: ${element}`);
    return problems;
  }

  #checkOrigin(key, elements, entries) {
    const last = this.#last.get(History.#conversation(key, elements));
    if (last) {
      const wanted = last.lost ? last.before : last.whole;
      const wrong = wanted.findIndex((element, i) => element !== elements[i]);
      return wrong < 0
        ? []
        : [
            `the history does not begin with the request before and its answer: ${elements[wrong]} stands for ${wanted[wrong]}`,
          ];
    }
    const isNew = entries.every(({ type }) => type === 'user');
    return isNew || !this.#given.has(key) ? [] : ['this conversation was never had'];
  }
}
