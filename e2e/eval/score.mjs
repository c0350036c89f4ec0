import { Workspace } from './client.mjs';

const kinds = ['contacts', 'organizations'];
const fields = {
  contacts: ['name', 'email', 'phone', 'job_position', 'organization'],
  organizations: ['name', 'description', 'industry'],
};

/** For comparing replies: letter case and accents aside. */
function folded(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function listOf(value) {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** A record as the fields that are set, in one order. */
function bare(kind, record) {
  return Object.fromEntries(
    fields[kind].filter((field) => record[field]).map((field) => [field, record[field]]),
  );
}

function sorted(kind, records) {
  return records.map((record) => JSON.stringify(bare(kind, record))).sort();
}

function judgeTurn(turn, answer, complaints) {
  const reply = [answer.reply, answer.question?.text].filter(Boolean).join('\n');
  for (const part of listOf(turn.reply)) {
    if (!folded(reply).includes(folded(part))) complaints.push(`reply lacks "${part}": ${reply}`);
  }
  for (const part of listOf(turn.reply_not)) {
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
  // Organizations first, so that contacts find theirs.
  for (const kind of [...kinds].reverse()) {
    for (const record of seed[kind] ?? []) await workspace.create(kind, record);
  }
  let conversation = null;
  let answer = { status: 'completed', approvals: [], reply: '', question: null };
  for (const turn of scenario.turns) {
    answer =
      turn.decide === undefined
        ? await workspace.say(turn.say, conversation, model)
        : await decideAll(workspace, answer, turn.decide);
    conversation = answer.conversation_id ?? conversation;
    judgeTurn(turn, answer, complaints);
  }
  for (const kind of kinds) {
    const wanted = sorted(kind, scenario.expect?.[kind] ?? seed[kind] ?? []);
    const found = sorted(kind, await workspace.list(kind));
    if (JSON.stringify(wanted) !== JSON.stringify(found)) {
      complaints.push(`${kind} are [${found}] instead of [${wanted}]`);
    }
  }
  return complaints;
}
