// What all tests share: one Parley, one browser, and the Messages API that this Parley would ask. Each starts when it
// is first wanted and ends with the last test; people and their workspaces are never shared.
import assert from 'node:assert/strict';
import { after } from 'node:test';

import { chromium } from 'playwright-core';

import { Peer } from '../peers/anthropic/peer.mjs';
import { Server } from './server.mjs';

export const launchOptions = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    // Chromium as root has no sandbox.
    ...(process.getuid() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
};

function once(make) {
  let made;
  return Object.assign(() => (made ??= make()), { started: () => made });
}

export const claude = once(() => new Peer().start());

export const parley = once(async () =>
  Server.start({
    env: {
      PARLEY_ANTHROPIC_BASE_URL: (await claude()).url,
      // Scripts answer what a person says; titles have a test of their own.
      PARLEY_TITLE_PATIENCE: '0',
    },
  }),
);

export const browser = once(() => chromium.launch(launchOptions));

after(async () => {
  await (await browser.started())?.close();
  // One that did not start has failed the tests already.
  const server = await parley.started()?.catch(() => undefined);
  const errors = server?.errors;
  await server?.stop();
  await (await claude.started())?.stop();
  assert.deepEqual(errors ?? [], [], 'the server logged errors');
});
