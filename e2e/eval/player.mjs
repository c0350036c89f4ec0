// A model that does what a scenario expects, with no word about ids: it finds the records first, as any model has to,
// and reads their ids from the results in the request. In a hostile scenario it then obeys whoever wrote the records.
import { blocksOf, textOf } from '../peers/anthropic/blocks.mjs';
import { expectedDay } from './days.mjs';
import { kinds } from './kinds.mjs';

/** A record or member that a call needs, by name. */
class Ref {
  constructor(list, name) {
    this.list = list;
    this.name = name;
  }
}

const refTo = (list, name) => (name ? new Ref(list, name) : name);
const isId = (text) => /^[0-9a-f-]{36}$/.test(text);
const dayOf = (text) => (text ? expectedDay(text) : text);

/** Arguments for what people say: `project: "Website"` is its id, once it is known. */
const translations = {
  project: (name) => ['project_id', refTo('projects', name)],
  assignee: (name) => ['assignee', refTo('members', name)],
  assignees: (names) => ['assignees', [names].flat().map((name) => refTo('members', name))],
  assignee_id: (name) => ['assignee_id', name === 'me' ? name : refTo('members', name)],
  due_date: (day) => ['due_date', dayOf(day)],
  due_before: (day) => ['due_before', dayOf(day)],
  due_after: (day) => ['due_after', dayOf(day)],
};

function argumentsOf(fields) {
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => translations[field]?.(value) ?? [field, value]),
  );
}

/** The calls of one step of a scenario: effects (effects.mjs), `get_contact: [names]`, `find_...: query`. */
function callsOf(step) {
  return Object.entries(step).flatMap(([tool, value]) => {
    const kind = kinds.find(({ one }) => tool.endsWith(`_${one}`));
    const call = (input) => ({ tool, input });
    const subject = (name) => ({ id: refTo(kind.list, name) });
    if (kind && tool.startsWith('create_')) return value.map((record) => call(argumentsOf(record)));
    if (kind && tool.startsWith('update_'))
      return Object.entries(value).map(([name, fields]) =>
        call({ ...subject(name), ...argumentsOf(fields) }),
      );
    if (kind && Array.isArray(value)) return value.map((name) => call(subject(name)));
    return [value]
      .flat()
      .map(({ id, ...query }) =>
        call({ ...(id && (isId(id) ? { id } : subject(id))), ...argumentsOf(query) }),
      );
  });
}

function questionOf(turn, world) {
  const named = Array.isArray(turn.question) ? turn.question : [];
  const listOf = (name) =>
    kinds.find(({ list }) => world[list].some((record) => record.name === name))?.list;
  const options = named.map((name) => ({
    id: refTo(listOf(name) ?? 'members', name),
    label: name,
  }));
  const yesOrNo = [
    { id: 'yes', label: 'Yes' },
    { id: 'no', label: 'No' },
  ];
  const text = options.length > 0 ? 'Which one do you mean?' : 'Shall I?';
  return { tool: 'ask_user', input: { text, options: options.length > 0 ? options : yesOrNo } };
}

/** The steps that lead to what the turn expects. */
function stepsOf(turn, world) {
  const steps = [turn.calls ?? []].flat().map(callsOf);
  const acts = { ...(turn.calls ? {} : turn.done), ...turn.asks };
  const last = callsOf(acts);
  if (turn.question) last.push(questionOf(turn, world));
  return last.length > 0 ? [...steps, last] : steps;
}

function refsIn(value) {
  if (value instanceof Ref) return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(refsIn);
}

function withIds(value, known) {
  if (value instanceof Ref) return known.get(keyOf(value.list, value.name));
  if (Array.isArray(value)) return value.map((item) => withIds(item, known));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, item]) => [field, withIds(item, known)]),
  );
}

const keyOf = (list, name) => `${list}/${name}`;
const listOfTool = (tool) =>
  kinds.find(({ list, one }) => tool.endsWith(`_${list}`) || tool.endsWith(`_${one}`))?.list ??
  (tool === 'list_members' ? 'members' : undefined);

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The results in messages: {list, records, texts}. */
function resultsIn(messages) {
  const tools = new Map();
  const results = [];
  for (const block of messages.flatMap(blocksOf)) {
    if (block.type === 'tool_use') tools.set(block.id, block.name);
    if (block.type !== 'tool_result') continue;
    const tool = tools.get(block.tool_use_id) ?? '';
    const value = parsed(textOf(block));
    const records = value?.items ?? (value?.id ? [value] : []);
    results.push({ list: listOfTool(tool), tool, records, value });
  }
  return results;
}

/** Ids by name: from results, and from the context that comes with each message. */
function knownIn(messages) {
  const known = new Map();
  const context = messages.flatMap(blocksOf).filter(({ type }) => type === 'text');
  for (const { text } of context) {
    for (const [, name, one, id] of text.matchAll(
      /(?:^\d+\. |: |; )([^;\n]+?) \((\w+) ([0-9a-f-]{36})\)/gm,
    )) {
      const kind = kinds.find((entry) => entry.one === one);
      if (kind) known.set(keyOf(kind.list, name), id);
    }
  }
  for (const { list, records } of resultsIn(messages))
    for (const { id, name } of records) known.set(keyOf(list, name), id);
  return known;
}

function searchFor({ list, name }) {
  return { tool: list === 'members' ? 'list_members' : `find_${list}`, input: { search: name } };
}

function shown(value) {
  if (Array.isArray(value)) return value.map(shown).join(', ');
  return value !== null && typeof value === 'object' ? (value.name ?? '') : value;
}

/** A record as a line of an answer: all that is known of it. */
function lineOf(record) {
  const hidden = ['id', 'version', 'created_at', 'updated_at', 'metadata', 'owner_id'];
  const fields = Object.entries(record).filter(
    ([field, value]) => !hidden.includes(field) && !field.endsWith('_id') && value,
  );
  return `- ${fields.map(([, value]) => shown(value)).join(' · ')}`;
}

function holds(value, text) {
  if (typeof value === 'string') return value.includes(text);
  if (value === null || typeof value !== 'object') return false;
  return Object.values(value).some((item) => holds(item, text));
}

export class Player {
  #steps = [];
  #attack;
  #from;
  #searched = new Set();
  #count = 0;

  constructor({ attack, text } = {}) {
    this.#attack = attack && {
      text,
      steps: attack.map(({ does, says }) => ({ calls: callsOf(does ?? {}), says })),
    };
  }

  begin(turn, world) {
    if (turn.say === undefined) return;
    this.#steps = stepsOf(turn, world);
    this.#from = undefined;
    this.#searched.clear();
  }

  /** The turn of the script (peers/anthropic/script.mjs) that answers this request. */
  take({ messages }) {
    this.#from ??= messages.length - 1;
    const known = knownIn(messages);
    if (this.#steps.length > 0) return this.#act(this.#steps, known);
    if (!this.#attack || this.#attack.steps.length === 0) return this.#tell(messages);
    if (!resultsIn(messages).some(({ value }) => holds(value, this.#attack.text)))
      throw new Error(`the text of the stranger did not come: ${this.#attack.text}`);
    const [{ calls, says }] = this.#attack.steps;
    if (calls.length > 0) {
      const steps = [calls];
      const turn = this.#act(steps, known);
      if (steps.length > 0) return turn; // it still looks for records
      this.#attack.steps.shift();
      return says ? { blocks: [{ type: 'text', text: says }, ...turn.blocks] } : turn;
    }
    this.#attack.steps.shift();
    return { blocks: [{ type: 'text', text: says }] };
  }

  /** Makes the calls of the next step whose records are known, or looks for those that are not. */
  #act(steps, known) {
    const [step] = steps;
    const isKnown = ({ list, name }) => known.has(keyOf(list, name));
    const ready = step.filter(({ input }) => refsIn(input).every(isKnown));
    const later = step.filter((call) => !ready.includes(call));
    const made = new Set(
      ready.map(
        ({ tool, input }) => tool.startsWith('create_') && keyOf(listOfTool(tool), input.name),
      ),
    );
    const wanted = refsIn(later).filter(
      (ref) => !isKnown(ref) && !made.has(keyOf(ref.list, ref.name)),
    );
    const searches = new Map(wanted.map((ref) => [keyOf(ref.list, ref.name), searchFor(ref)]));
    for (const key of searches.keys()) {
      if (this.#searched.has(key)) throw new Error(`the model looks for ${key} in vain`);
      this.#searched.add(key);
    }
    if (searches.size > 0) return this.#calls([...searches.values()], known);
    if (later.length > 0) steps[0] = later;
    else steps.shift();
    return this.#calls(ready, known);
  }

  #calls(calls, known) {
    return {
      blocks: calls.map(({ tool, input }) => ({
        type: 'tool_use',
        id: `toolu_${(this.#count += 1)}`,
        name: tool,
        input: withIds(input, known),
      })),
    };
  }

  /** An answer made of what was found and done since the user spoke. */
  #tell(messages) {
    const lines = resultsIn(messages.slice(this.#from))
      .filter(({ tool }) => tool)
      .flatMap(({ records, value }) => [
        ...(value?.items ? [`${value.total ?? records.length} found:`] : []),
        ...records.map(lineOf),
      ]);
    return { blocks: [{ type: 'text', text: lines.join('\n') || 'Done.' }] };
  }
}

/** A model that says something kind and does nothing. */
export class Idler {
  begin() {}

  take() {
    return { blocks: [{ type: 'text', text: 'I see.' }] };
  }
}
