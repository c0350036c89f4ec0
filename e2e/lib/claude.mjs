// People whose workspace has a key for the scripted Claude.
import { eventsOf } from '../peers/anthropic/script.mjs';
import { Person } from './people.mjs';
import { claude } from './stage.mjs';

export const key = 'sk-ant-e2e-a-good-key';

/** Into how many characters a scripted text is cut. */
export const piece = 12;

export async function playWithClaude(options, story) {
  await Person.play(options, async (person) => {
    const peer = await claude();
    peer.setScript({ keys: [key] });
    await person.api('PUT', '/api/model-keys/anthropic', { key });
    await story(person, peer);
  });
}

export function says(text, more = {}) {
  return { blocks: [{ type: 'text', text }], ...more };
}

/** The same turn, whose stream waits for `peer.release()` before the first event that `here(event, said)` is true of. */
export function heldBefore(turn, here) {
  const faults = { chunk: piece };
  let said = '';
  let bytes = 0;
  for (const event of eventsOf({ ...turn, faults }, 'claude-sonnet-5-5', 'msg_req_000001')) {
    if (here(event, said)) break;
    said += event.delta?.text ?? '';
    bytes += Buffer.byteLength(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  }
  return { ...turn, faults: { ...faults, hold_at: bytes } };
}

/** The same turn, whose stream waits once its text has reached `words`. */
export function heldAfter(turn, words) {
  return heldBefore(turn, (event, said) => said.includes(words));
}
