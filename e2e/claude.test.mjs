// The same story with Claude: a scripted Messages API that refuses what the real one would refuse.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { key, playWithClaude, says } from './lib/claude.mjs';
import { answers, finished, Person } from './lib/people.mjs';
import { claude } from './lib/stage.mjs';
import { appears } from './lib/wait.mjs';

const thought = 'Save Ada, and look whether Initech is there already.';

const turns = {
  lookUpAndSave: {
    when: { text: 'I just met Ada Park' },
    blocks: [
      { type: 'thinking', thinking: thought, signature: 'c2lnbmF0dXJl' },
      { type: 'text', text: 'Let me save her and look up **Initech**.' },
      {
        type: 'tool_use',
        id: 'toolu_save',
        name: 'create_contact',
        input: { name: 'Ada Park', job_position: 'CTO', organization: 'Initech' },
      },
      {
        type: 'tool_use',
        id: 'toolu_find',
        name: 'find_organizations',
        input: { search: 'Initech' },
      },
    ],
  },
  saved: {
    when: { result: 'Ada Park' },
    blocks: [{ type: 'text', text: 'Saved: **Ada Park** is the CTO of Initech.' }],
  },
  remove: {
    when: { text: 'remove her' },
    blocks: [
      {
        type: 'tool_use',
        id: 'toolu_delete',
        name: 'delete_contact',
        input: { id: '{{contact}}' },
      },
    ],
  },
  removed: says('She is gone.'),
};

const keysOf = (page, whose) => page.getByRole('list', { name: whose });
const workspaceKeys = (page) => keysOf(page, 'Keys of the workspace');

async function enterKey(page, text, list = workspaceKeys(page)) {
  await list.getByRole('button', { name: 'Add key: Claude' }).click();
  await page.getByLabel('API key').fill(text);
  await page.getByRole('button', { name: 'Check and save' }).click();
}

test('a key that the provider refuses is refused beside its field, a good one is shown masked', async () => {
  const peer = await claude();
  peer.setScript({ keys: [key] });
  await Person.play({}, async (nora) => {
    const { page } = nora;
    nora.expects(/422.*\/api\/model-keys/);
    await page.goto('/settings?tab=models');
    await enterKey(page, 'sk-ant-wrong');
    await appears(
      page
        .locator('form')
        .getByText(/key/i)
        .filter({ hasText: /refuse|invalid|not accept|does not/i }),
    );
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Check and save' }).click();
    await appears(page.getByText('The key works and is saved.'));
    await appears(workspaceKeys(page).getByText(key.slice(-4)).first());
    await appears(workspaceKeys(page).getByText('not used yet'));
    assert.doesNotMatch(await page.locator('main').innerText(), new RegExp(key));
  });
});

test('Claude saves whom the newcomer met: thinking, parallel tools, streamed text, live pages', async () => {
  const peer = await claude();
  peer.setScript({ keys: [key], turns: [turns.lookUpAndSave, turns.saved] });
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await page.goto('/settings?tab=models');
    await enterKey(page, key);
    await appears(page.getByText('The key works and is saved.'));

    const contacts = await nora.tab('/contacts');
    await page.getByRole('link', { name: 'Assistant' }).click();
    await appears(page.getByRole('button', { name: /^Model: Claude/ }));
    const answer = await nora.say('I just met Ada Park, she is the CTO of Initech, save her');

    const thinking = answer.getByRole('group').filter({ hasText: /^Thought/ });
    await thinking.locator('summary').click();
    await appears(answer.getByText(thought));
    const card = answer.getByRole('group', { name: 'Create contact' });
    await appears(card.getByRole('link', { name: 'Ada Park' }));
    await appears(answer.getByText('Find organizations'));
    await appears(answer.getByRole('strong').getByText('Initech'));
    await appears(answer.getByText('Saved: Ada Park is the CTO of Initech.'));
    await appears(contacts.getByRole('row').filter({ hasText: 'Ada Park' }));

    await page.reload();
    await appears(answers(page).getByText('Saved: Ada Park is the CTO of Initech.'));
    await appears(answers(page).getByText(/^Claude .* tokens · \$0\.\d+$/));
    await appears(thinking.getByText(/^Thought/));
    await appears(card.getByRole('link', { name: 'Ada Park' }));
    assert.equal((await nora.api('GET', '/api/contacts')).items.length, 1);
  });
  assert.deepEqual(peer.violations, []);
});

test('what Claude wants to delete waits for approval, and Claude hears of it', async () => {
  await playWithClaude({}, async (nora, peer) => {
    const { page } = nora;
    const { id } = await nora.api('POST', '/api/contacts', {
      name: 'Ada Park',
      job_position: 'CTO',
    });
    const remove = structuredClone(turns.remove);
    remove.blocks[0].input.id = id;
    peer.setScript({ turns: [remove, turns.removed] });
    await page.goto('/assistant');
    const answer = await nora.say('Please remove her');
    const card = answer.getByRole('group', { name: 'Delete contact' });
    await appears(card.getByText('Ada Park').first());
    assert.equal((await nora.api('GET', '/api/contacts')).items.length, 1);
    await card.getByRole('button', { name: 'Approve' }).click();
    await appears(answer.getByText('She is gone.'));
    await finished(answer);
    assert.deepEqual((await nora.api('GET', '/api/contacts')).items, []);
    assert.deepEqual(peer.violations, []);
  });
});

test('a denial reaches Claude, and nothing is deleted', async () => {
  await playWithClaude({}, async (nora, peer) => {
    const { page } = nora;
    const { id } = await nora.api('POST', '/api/contacts', { name: 'Ada Park' });
    const remove = structuredClone(turns.remove);
    remove.blocks[0].input.id = id;
    peer.setScript({ turns: [remove, says('Then she stays.')] });
    await page.goto('/assistant');
    const answer = await nora.say('Please remove her');
    await answer.getByRole('button', { name: 'Deny' }).click();
    await appears(answer.getByText('Then she stays.'));
    assert.equal((await nora.api('GET', '/api/contacts')).items.length, 1);
    const last = JSON.parse(
      peer.requests.findLast(({ path }) => path.startsWith('/v1/messages')).body,
    );
    assert.match(JSON.stringify(last.messages.at(-1)), /denied|declined|did not approve/i);
    assert.deepEqual(peer.violations, []);
  });
});

test('a key that stopped working is named with whose it is, and answers again once it is replaced', async () => {
  await playWithClaude({}, async (nora, peer) => {
    const { page } = nora;
    peer.setScript({ keys: [] });
    await page.goto('/assistant');
    const failed = await nora.say('Who are you?');
    const card = failed.getByRole('note');
    await appears(card.getByText('Anthropic does not accept this key'));
    await appears(card.getByText("It is the workspace's key"));
    await card.getByRole('link', { name: 'Replace the key' }).click();

    const keys = workspaceKeys(page);
    await appears(keys.getByText('Refused', { exact: true }));
    await appears(keys.getByText('Anthropic refused this key'));
    peer.setScript({ keys: ['sk-ant-e2e-the-next-key'], turns: [says('I am Claude.')] });
    await keys.getByRole('button', { name: 'Replace key: Claude' }).click();
    await page.getByLabel('API key').fill('sk-ant-e2e-the-next-key');
    await page.keyboard.press('Enter');
    await appears(page.getByText('The key works and is saved.'));

    await page.goBack();
    await answers(page).last().getByRole('button', { name: 'Retry' }).click();
    await appears(answers(page).last().getByText('I am Claude.'));
    await page.goto('/settings?tab=models');
    await appears(keys.getByText('Works', { exact: true }));
    await appears(keys.getByText('last used'));
  });
});

test('a member is told whom to ask, and goes on with a key of their own', async () => {
  await playWithClaude({}, async (nora, peer) => {
    await Person.play({ name: 'Ben Member', invitedBy: nora }, async (ben) => {
      const { page } = ben;
      peer.setScript({ keys: ['sk-ant-e2e-key-of-ben'], turns: [says('Hello Ben.')] });
      await page.goto('/assistant');
      const card = (await ben.say('Who are you?')).getByRole('note');
      await appears(card.getByText('ask one of its administrators'));
      await card.getByRole('link', { name: 'Add a key of your own' }).click();
      await appears(page.getByText('managed by its owners and administrators'));
      await enterKey(page, 'sk-ant-e2e-key-of-ben', keysOf(page, 'Your own keys'));
      await appears(page.getByText('The key works and is saved.'));

      await page.goBack();
      await answers(page).last().getByRole('button', { name: 'Retry' }).click();
      await appears(answers(page).last().getByText('Hello Ben.'));
      // Nobody else pays for it, or can see it.
      const { items } = await nora.api('GET', '/api/me/model-keys');
      assert.deepEqual(items, []);
    });
  });
});

test('when Claude does not answer, the command interpreter does, and says so', async () => {
  await playWithClaude({}, async (nora, peer) => {
    peer.setScript({
      turns: [{ times: 'always', error: { status: 529, headers: { 'retry-after': '0' } } }],
    });
    await nora.page.goto('/assistant');
    const answer = await nora.begin('I just met Ada Park, she is the CTO of Initech, save her');
    await appears(answer.getByRole('group', { name: 'Create contact' }), 60_000);
    await finished(answer);
    assert.match(await answer.innerText(), /command interpreter/i);
    assert.equal((await nora.api('GET', '/api/contacts')).items.length, 1);
  });
});
