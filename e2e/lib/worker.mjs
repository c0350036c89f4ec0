// A model with a piece of work: reads, several writes at once, one that needs approval, a question, and a write that rests
// on its answer. What has happened it knows from the history alone, and what has not happened it does again.
import { randomUUID } from 'node:crypto';

import { blocksOf, textOf } from '../peers/anthropic/blocks.mjs';

const call = (name, input) => ({ name, input });
const idOf = (result) => result?.id ?? result?.items?.[0]?.id;

const stages = [
  () => [
    call('find_contacts', { search: 'Old Bob' }),
    call('create_contact', { name: 'Ada Park', organization: 'Initech' }),
    call('create_organization', { name: 'Initech' }),
    call('create_project', { name: 'Website' }),
  ],
  (done) => [
    call('update_contact', { id: idOf(done.get('create_contact')), phone: '+1 555 0100' }),
    call('delete_contact', { id: idOf(done.get('find_contacts')) }),
  ],
  () => [call('ask_user', { text: 'What is the project called?' })],
  (done) => [
    call('create_task', { name: 'Write texts', project_id: idOf(done.get('create_project')) }),
  ],
];

/** The results of the calls that were done, by tool. */
function doneIn(messages) {
  const names = new Map();
  const done = new Map();
  for (const block of messages.flatMap(blocksOf)) {
    if (block.type === 'tool_use') names.set(block.id, block.name);
    if (block.type === 'tool_result' && !block.is_error)
      done.set(names.get(block.tool_use_id), JSON.parse(textOf(block)));
  }
  return done;
}

export class Worker {
  #count = 0;

  /** `hold(stage)` answers where the stream of that turn shall wait, if anywhere. */
  constructor(hold) {
    this.hold = hold;
  }

  take({ messages }) {
    const done = doneIn(messages);
    const at = stages.findIndex((stage) => stage(done).some(({ name }) => !done.has(name)));
    const stage = at < 0 ? stages.length : at;
    const calls = stages[at]?.(done).filter(({ name }) => !done.has(name)) ?? [];
    const text = at < 0 ? 'All done.' : 'Let me look for what is left, and do that.';
    return {
      blocks: [
        { type: 'thinking', thinking: 'What is left?', signature: randomUUID() },
        { type: 'text', text },
        ...calls.map((one) => ({ type: 'tool_use', id: `toolu_${(this.#count += 1)}`, ...one })),
      ],
      hold: this.hold?.(stage),
    };
  }
}
