import { Workspace } from './client.mjs';
import { dated, expectedDay } from './days.mjs';
import { bare, complete, kinds } from './kinds.mjs';

/** For comparing replies: letter case and accents aside. */
function folded(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function listOf(value) {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function sorted(kind, records) {
  return records.map((record) => JSON.stringify(bare(kind, record))).sort();
}

/** Fills a workspace; resolves to the ids of its members and projects by name. */
async function plant(workspace, seed) {
  const world = { members: await workspace.memberIds(seed.members ?? []), projects: new Map() };
  for (const kind of kinds) {
    for (const record of seed[kind.list] ?? []) {
      const written = { ...record, ...(record.due_date && { due_date: expectedDay(record.due_date) }) };
      const made = await workspace.create(kind.list, kind.written ? kind.written(written, world) : written);
      if (kind.list === 'projects') world.projects.set(record.name, made.id);
    }
  }
}

function judgeTurn(turn, answer, complaints) {
  const reply = [answer.reply, answer.question?.text].filter(Boolean).join('\n');
  for (const part of listOf(turn.reply).map((text) => dated(text))) {
    if (!folded(reply).includes(folded(part))) complaints.push(`reply lacks "${part}": ${reply}`);
  }
  for (const part of listOf(turn.reply_not).map((text) => dated(text))) {
    if (folded(reply).includes(folded(part))) complaints.push(`reply has "${part}": ${reply}`);
  }
  const asks = answer.status === 'awaiting_answer';
  if (turn.question !== undefined && asks !== turn.question) {
    complaints.push(`question expected ${turn.question}, status ${answer.status}: ${reply}`);
  }
  if (answer.approvals.length !== (turn.approvals ?? 0)) {
    complaints.push(`${answer.approvals.length} approvals instead of ${turn.approvals ?? 0}: ${reply}`);
  }
}

async function decideAll(workspace, answer, decision) {
  let last = { ...answer, reply: '', question: null, approvals: [] };
  for (const approval of answer.approvals) last = await workspace.decide(approval.id, decision);
  return { ...last, approvals: last.status === 'awaiting_approval' ? last.approvals : [] };
}

/** Runs one scenario in a workspace of its own; resolves to what was wrong, nothing when it was right. */
export async function runScenario(base, model, scenario, seeds) {
  const complaints = [];
  const workspace = await Workspace.register(base, scenario.name);
  const seed = typeof scenario.seed === 'string' ? seeds[scenario.seed] : (scenario.seed ?? {});
  await plant(workspace, seed);
  let conversation = null;
  let answer = { status: 'completed', approvals: [], reply: '', question: null };
  for (const turn of scenario.turns) {
    answer =
      turn.decide === undefined
        ? await workspace.say(dated(turn.say), conversation, model)
        : await decideAll(workspace, answer, turn.decide);
    conversation = answer.conversation_id ?? conversation;
    judgeTurn(turn, answer, complaints);
  }
  for (const kind of kinds) {
    const expected = scenario.expect?.[kind.list] ?? seed[kind.list] ?? [];
    const wanted = sorted(
      kind,
      expected.map((record) => complete(kind, record)),
    );
    const records = await workspace.list(kind.list);
    const found = sorted(kind, kind.shown ? records.map(kind.shown) : records);
    if (JSON.stringify(wanted) !== JSON.stringify(found)) {
      complaints.push(`${kind.list} are [${found}] instead of [${wanted}]`);
    }
  }
  return complaints;
}
