// What a client can rely on when the server is killed under its hands.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { password } from './lib/people.mjs';
import { Server } from './lib/server.mjs';

const crashes = 4;
const requests = 24;

async function send(server, token, method, path, { body, key } = {}) {
  const response = await fetch(server.url + path, {
    method,
    headers: {
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(body && { 'Content-Type': 'application/json' }),
      ...(key && { 'Idempotency-Key': key }),
    },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

test('a request repeated under its key writes once, also across crashes of the server', async () => {
  let server = await Server.start();
  try {
    const account = { email: 'crash@example.com', password };
    const registered = await send(server, '', 'POST', '/api/auth/register', {
      body: { ...account, workspace_name: 'Crash', name: 'Cleo' },
    });
    let token = JSON.parse(registered.text).access_token;
    const made = [];
    for (let crash = 0; crash < crashes; crash += 1) {
      const wanted = Array.from({ length: requests }, (_, number) => ({
        key: randomUUID(),
        body: { name: `Person ${crash}-${number}` },
      }));
      const ask = (request) => send(server, token, 'POST', '/api/contacts', request);
      const asked = wanted.map((request) => ask(request).catch(() => undefined));
      await asked[crash * 5]; // some are answered by then, some are not
      const folder = await server.crash();
      const answers = await Promise.all(asked);

      server = await Server.start({ folder });
      const signedIn = await send(server, '', 'POST', '/api/auth/login', { body: account });
      token = JSON.parse(signedIn.text).access_token;
      for (const [number, request] of wanted.entries()) {
        const again = await ask(request);
        assert.equal(again.status, 201, again.text);
        if (answers[number]) assert.deepEqual(again, answers[number], 'the answer that was lost');
        made.push(JSON.parse(again.text).id);
      }
    }
    const { items, total } = JSON.parse(
      (await send(server, token, 'GET', '/api/contacts?limit=200&count=exact')).text,
    );
    assert.equal(total, crashes * requests);
    assert.deepEqual(items.map(({ id }) => id).sort(), made.sort());
  } finally {
    await server.stop().catch(() => {});
  }
});
