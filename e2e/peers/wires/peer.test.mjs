// The peers do refuse: what takes everything proves nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { chat } from './chat.mjs';
import { gemini } from './gemini.mjs';
import { WirePeer } from './peer.mjs';
import { responses } from './responses.mjs';

const blocks = [
  { type: 'thinking', thinking: 'Look it up.', signature: 'c2lnMQ' },
  { type: 'text', text: 'One moment, please.' },
  { type: 'tool_use', id: 'call_1', name: 'find', input: { q: 'acme' } },
];

const clients = {
  responses: {
    wire: responses,
    rest: { store: false, include: ['reasoning.encrypted_content'] },
    user: (text) => ({ role: 'user', content: [{ type: 'input_text', text }] }),
    result: { type: 'function_call_output', call_id: 'call_1', output: 'found' },
  },
  gemini: {
    wire: gemini,
    rest: { store: false },
    user: (text) => ({ type: 'user_input', content: [{ type: 'text', text }] }),
    result: { type: 'function_result', call_id: 'call_1', name: 'find', result: 'found' },
  },
  chat: {
    wire: chat,
    rest: {},
    user: (content) => ({ role: 'user', content }),
    result: { role: 'tool', tool_call_id: 'call_1', content: 'found' },
  },
};

async function withPeer({ wire, rest }, story) {
  const peer = await new WirePeer(wire).start();
  peer.setScript({ player: { take: () => ({ blocks }) } });
  const ask = async (elements, more = {}) => {
    const response = await fetch(peer.url + wire.path, {
      method: 'POST',
      headers: { authorization: 'Bearer sk-1', 'x-goog-api-key': 'sk-1' },
      body: JSON.stringify({
        model: 'm',
        stream: true,
        ...rest,
        ...more,
        [wire.history]: elements,
      }),
    });
    await response.text();
    return response.status;
  };
  try {
    await story(ask, peer);
  } finally {
    await peer.stop();
  }
}

for (const [name, client] of Object.entries(clients)) {
  const { wire, user, result } = client;
  const given = () => wire.answer(blocks, 1).items.map((item) => JSON.parse(item));
  const forged = () =>
    given().map((item) =>
      JSON.parse(JSON.stringify(item).replace('c2lnMQ', 'c2lnMg').replace('acme', 'Acme')),
    );

  test(`${name}: a history that goes on from the answer is taken`, () =>
    withPeer(client, async (ask, peer) => {
      assert.equal(await ask([user('find acme')]), 200);
      assert.equal(await ask([user('find acme'), ...given(), result]), 200);
      assert.deepEqual(peer.violations, []);
    }));

  test(`${name}: a history that is not the one it knows is refused`, () =>
    withPeer(client, async (ask, peer) => {
      await ask([user('find acme')]);
      const wrong = [
        [user('find Acme'), ...given(), result],
        [user('find acme'), ...forged(), result],
        [user('find acme'), ...given()],
        [user('find acme'), ...given(), user('go on')],
        [user('find acme'), ...given(), result, result],
        [user('find acme'), user('go on')],
      ];
      for (const elements of wrong) assert.equal(await ask(elements), 400);
      assert.equal(await ask([user('find acme'), ...given(), result], { weather: 'sunny' }), 400);
      assert.equal(peer.violations.length, wrong.length + 1);
    }));

  test(`${name}: after a crash the last answer may be missing, but not another one's stand there`, () =>
    withPeer(client, async (ask, peer) => {
      await ask([user('find acme')]);
      peer.forgiveLost();
      assert.equal(await ask([user('find acme'), ...forged(), result]), 400);
      assert.equal(await ask([user('find acme'), user('go on')]), 200);
    }));
}

test('a stream that no provider sends is not sent', async () => {
  const answer = (...made) => {
    const { items, events } = gemini.answer(...made);
    return { items, events: [...events, { kind: 'end', data: { event_type: 'step.begin' } }] };
  };
  await withPeer({ ...clients.gemini, wire: { ...gemini, answer } }, async (ask, peer) => {
    assert.equal(await ask([clients.gemini.user('find acme')]), 400);
    assert.match(peer.violations.join(), /no provider sends this/);
  });
});
