// What Lighthouse says of every page as somebody sees it who has signed in, on a desktop, and the least it may say.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import lighthouse, { desktopConfig } from 'lighthouse';
import { chromium } from 'playwright-core';

import { desktop, Person } from '../lib/people.mjs';
import { launchOptions } from '../lib/stage.mjs';
import { furnishWork } from '../lib/work.mjs';

const least = { performance: 95, accessibility: 100, 'best-practices': 100 };
const looks = 3;

/** Runs `visit` with the port of a browser that is signed in as `person`. */
async function withBrowserOf(person, visit) {
  const folder = await mkdtemp(join(tmpdir(), 'parley-lighthouse-'));
  const context = await chromium.launchPersistentContext(folder, {
    ...launchOptions,
    args: [...launchOptions.args, '--remote-debugging-port=0'],
    viewport: desktop,
  });
  try {
    await context.addCookies(await person.context.cookies());
    const [port] = (await readFile(join(folder, 'DevToolsActivePort'), 'utf8')).split('\n');
    await visit(Number(port));
  } finally {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function look(url, port) {
  const { lhr } = await lighthouse(
    url,
    { port, logLevel: 'error', onlyCategories: Object.keys(least) },
    desktopConfig,
  );
  assert.equal(lhr.runtimeError, undefined, lhr.runtimeError?.message);
  assert.equal(new URL(lhr.finalDisplayedUrl).pathname, new URL(url).pathname, 'the page itself');
  const short = Object.entries(least).filter(([name, score]) => scoreOf(lhr, name) < score);
  const said = Object.keys(least).map((name) => `${name} ${scoreOf(lhr, name)}`);
  const lost = short.flatMap(([name]) => lostIn(lhr, name));
  return { said: said.join(', '), short: short.length > 0, lost };
}

const scoreOf = (lhr, category) => Math.round(lhr.categories[category].score * 100);

const lostIn = ({ categories, audits }, category) =>
  categories[category].auditRefs
    .filter(({ id, weight }) => weight > 0 && audits[id].score < 1)
    .map(({ id }) => id);

/** Looks again where it was too little: whatever else the machine does only takes away. */
async function lookUntilGood(url, port) {
  let seen;
  for (let i = 0; i < looks && (!seen || seen.short); i += 1) seen = await look(url, port);
  return seen;
}

test('every page is as good as it has to be', async () => {
  await Person.play({}, async (nora) => {
    const { project } = await furnishWork(nora);
    const contact = await nora.api('POST', '/api/contacts', {
      name: 'Ada Park',
      email: 'ada.park@initech.example',
      phone: '+43 660 1234567',
      organization: 'Initech',
    });
    const paths = [
      '/assistant',
      '/contacts',
      `/contacts/${contact.id}`,
      '/organizations',
      '/projects',
      `/projects/${project.id}`,
      '/tasks',
      '/feedback',
      '/settings',
    ];
    const poor = [];
    await withBrowserOf(nora, async (port) => {
      for (const path of paths) {
        const { said, short, lost } = await lookUntilGood(nora.server.url + path, port);
        console.log(`${path}: ${said}`);
        if (short) poor.push(`${path}: ${said} (${lost.join(', ')})`);
      }
    });
    assert.deepEqual(poor, [], 'less than it has to be');
  });
});
