// What was given out with each key, to hold later requests against it. One conversation a key.
import { rawElements, rawMembers } from '../anthropic/raw-json.mjs';

export class History {
  #last = new Map();
  #given = new Map();

  static #elements(text, { history }) {
    return rawElements(rawMembers(text)[history]);
  }

  /** An answer is on its way: `items` are the exact texts that have to come back. */
  record(key, text, items, wire) {
    this.#last.set(key, { asked: History.#elements(text, wire), items, lost: false });
    this.#given.set(key, new Set([...(this.#given.get(key) ?? []), ...items]));
  }

  forgiveLost() {
    for (const exchange of this.#last.values()) exchange.lost = true;
  }

  check(key, text, wire) {
    const elements = History.#elements(text, wire);
    const problems = [];
    const { asked, items, lost } = this.#last.get(key) ?? { asked: [], items: [], lost: false };
    const wanted = lost ? asked : [...asked, ...items];
    if (wanted.some((element, i) => element !== elements[i]))
      problems.push('the history does not begin with the request before and its answer');
    const given = this.#given.get(key) ?? new Set();
    for (const element of elements)
      if (wire.isBound(JSON.parse(element)) && !given.has(element))
        problems.push(`this was never given out: ${element}`);
    return problems;
  }
}
