import type { RunEvent, RunEventData } from '@/api/run-events';
import {
  type ApprovalPart,
  type Entry,
  inOrder,
  type Part,
  type RunEntry,
  type TextPart,
  type ThinkingPart,
  type ToolPart,
  type Trail,
  type Transcript,
  type UserEntry,
} from './transcript';

// Beyond this a run is fetched anew instead of being pieced together.
const earlyLimit = 2_000;

// The transcript after one event. Events seen before change nothing; events that came too early wait
// until the missing ones arrive. `now` is the time of arrival in milliseconds.
export function applyEvent(transcript: Transcript, event: RunEvent, now: number): Transcript {
  const entries = [...transcript.entries];
  let index = entries.findIndex((entry) => entry.kind === 'run' && entry.runId === event.run_id);
  if (index < 0) {
    entries.push(newRun(event));
    index = entries.length - 1;
  }
  const before = entries[index] as RunEntry;
  const after = take(before, event, now);
  if (after === before) return repeated(transcript, event);
  const isLast = entries.findLastIndex((entry) => entry.kind === 'run') === index;
  entries[index] = isLast ? after : asleep(before, after);
  const merged =
    event.type === 'run.started' && after.lastSeq > before.lastSeq
      ? withUserMessage(settled(entries, event.data.replaces), event)
      : entries;
  return { ...transcript, entries: answerQuestions(inOrder(merged)) };
}

// An event seen before says one thing at most: which message began its run, where that was sent twice.
function repeated(transcript: Transcript, event: RunEvent): Transcript {
  if (event.type !== 'run.started') return transcript;
  const { client_id: clientId } = event.data;
  const sent = transcript.entries.some(
    (entry) => entry.kind === 'user' && !entry.runId && clientId && entry.clientId === clientId,
  );
  if (!sent) return transcript;
  return { ...transcript, entries: inOrder(withUserMessage(transcript.entries, event)) };
}

// Gives up on missing events: what came early is shown in its order.
export function applyEarly(transcript: Transcript, runId: string, now: number): Transcript {
  return {
    ...transcript,
    entries: transcript.entries.map((entry) => {
      if (entry.kind !== 'run' || entry.runId !== runId || !entry.early.length) return entry;
      const sorted = [...entry.early].sort((a, b) => a.seq - b.seq);
      return sorted.reduce<RunEntry>(
        (run, event) => ({ ...step(run, event, now), lastSeq: event.seq }),
        { ...entry, early: [] },
      );
    }),
  };
}

// Behind it the conversation went on: what is told of it now does not wake it.
function asleep(before: RunEntry, after: RunEntry): RunEntry {
  return after.status === 'running' ? { ...after, status: before.status } : after;
}

function newRun(event: RunEvent): RunEntry {
  return {
    kind: 'run',
    key: event.run_id,
    runId: event.run_id,
    model: null,
    modelName: null,
    status: 'running',
    parts: [],
    usage: null,
    replaces: null,
    createdAt: null,
    lastSeq: 0,
    early: [],
  };
}

// The end of a run that died is not in its log: what becomes of its calls later begins with the same
// number.
function isKnown(run: RunEntry, event: RunEvent): boolean {
  const settles = event.type === 'approval.decided' || event.type === 'tool.finished';
  const again = settles && run.status === 'interrupted' && event.seq === run.lastSeq;
  return event.seq <= run.lastSeq && !again;
}

function take(run: RunEntry, event: RunEvent, now: number): RunEntry {
  if (isKnown(run, event)) return run;
  const first = run.lastSeq === 0 && event.type === 'run.started';
  if (event.seq > run.lastSeq + 1 && !first) {
    if (run.early.length >= earlyLimit) return run;
    if (run.early.some((other) => other.seq === event.seq)) return run;
    return { ...run, early: [...run.early, event] };
  }
  return drain({ ...step(run, event, now), lastSeq: event.seq }, now);
}

// Takes the early events that have become due, and forgets those already known.
export function drain(run: RunEntry, now: number): RunEntry {
  let current = run;
  while (current.early.length) {
    const due = current.early.find((event) => event.seq === current.lastSeq + 1);
    const early = current.early.filter((event) => event.seq > current.lastSeq && event !== due);
    if (!due) return early.length === current.early.length ? current : { ...current, early };
    current = { ...step(current, due, now), early, lastSeq: due.seq };
  }
  return current;
}

function step(run: RunEntry, event: RunEvent, now: number): RunEntry {
  if (event.type === 'run.started') return started(run, event.data);
  if (event.type === 'run.finished') return finished(run, event.data, now);
  const parts = event.type === 'thinking.delta' ? run.parts : endThinking(run.parts, now);
  const status = wakes(event) ? 'running' : run.status;
  return { ...run, ...handedOver(event), status, parts: withPart(parts, event, now) };
}

function handedOver(event: RunEvent): Partial<RunEntry> {
  if (event.type !== 'notice' || !event.data.model) return {};
  return { model: event.data.model, modelName: event.data.model_name ?? null };
}

const goesOn: ReadonlySet<string> = new Set(['text.delta', 'thinking.delta', 'tool.started']);

// A run goes on from what the user decided, before it says anything.
const wakes = (event: RunEvent): boolean =>
  event.type === 'approval.decided' ? event.data.decision !== 'expired' : goesOn.has(event.type);

function withPart(parts: Part[], event: RunEvent, now: number): Part[] {
  switch (event.type) {
    case 'text.delta':
      return appendText(parts, event.data.text, event.seq);
    case 'thinking.delta':
      return appendThinking(parts, event.data.text, event.seq, now);
    case 'tool.started':
      return toolStarted(parts, event.data);
    case 'tool.finished':
      return toolFinished(parts, event.data);
    case 'approval.requested':
      return approvalRequested(parts, event.data);
    case 'approval.decided':
      return approvalDecided(parts, event.data);
    case 'question.asked':
      return [...parts, { type: 'question', ...event.data, answered: false }];
    case 'notice':
      return noticed(parts, event.data, event.seq);
    default:
      return parts;
  }
}

function started(run: RunEntry, data: RunEventData['run.started']): RunEntry {
  return {
    ...run,
    status: 'running',
    model: data.model,
    modelName: data.model_name,
    replaces: data.replaces ?? null,
  };
}

function finished(run: RunEntry, data: RunEventData['run.finished'], now: number): RunEntry {
  const parts = endThinking(run.parts, now);
  return {
    ...run,
    status: data.status,
    usage: data.usage ?? run.usage,
    parts:
      saysSomething(parts, data.reply) || !data.reply || isCutOff(data.status)
        ? parts
        : [...parts, { type: 'text', text: data.reply }],
  };
}

// Its reply says no more than its state does, which is shown as such.
const isCutOff = (status: RunEntry['status']) => status === 'stopped' || status === 'interrupted';

// A failure's reply repeats its notice, and what a reply says of changes stands on their cards.
function saysSomething(parts: Part[], reply: string): boolean {
  return parts.some((part) =>
    part.type === 'notice'
      ? part.text.trim() === reply.trim()
      : ['text', 'question', 'approval', 'tool'].includes(part.type),
  );
}

function appendText(parts: Part[], text: string, seq: number): Part[] {
  const last = parts.at(-1);
  if (last?.type === 'text') return [...parts.slice(0, -1), longer(last, text, seq)];
  return text ? [...parts, longer({ type: 'text', text: '' }, text, seq)] : parts;
}

function appendThinking(parts: Part[], text: string, seq: number, now: number): Part[] {
  const last = parts.at(-1);
  if (last?.type === 'thinking' && last.seconds === null) {
    return [...parts.slice(0, -1), longer(last, text, seq)];
  }
  const fresh: ThinkingPart = { type: 'thinking', text: '', seconds: null, since: now };
  return [...parts, longer(fresh, text, seq)];
}

function longer<Streamed extends TextPart | ThinkingPart>(
  part: Streamed,
  text: string,
  seq: number,
): Streamed {
  const whole = part.text + text;
  return { ...part, text: whole, trail: { seq, length: whole.length, before: part.trail ?? null } };
}

function noticed(parts: Part[], data: RunEventData['notice'], seq: number): Part[] {
  const { void_after, ...notice } = data;
  const left = void_after === undefined ? parts : withoutWhatCameAfter(parts, void_after);
  return [...left, { type: 'notice', ...notice, seq }];
}

function withoutWhatCameAfter(parts: Part[], seq: number): Part[] {
  return parts.flatMap((part): Part[] => {
    if (part.type === 'notice') return (part.seq ?? 0) > seq ? [] : [part];
    if ((part.type !== 'text' && part.type !== 'thinking') || !part.trail) return [part];
    let trail: Trail | null = part.trail;
    while (trail && trail.seq > seq) trail = trail.before;
    if (trail === part.trail) return [part];
    return trail ? [{ ...part, text: part.text.slice(0, trail.length), trail }] : [];
  });
}

export function endThinking(parts: Part[], now: number): Part[] {
  const last = parts.at(-1);
  if (last?.type !== 'thinking' || last.seconds !== null) return parts;
  const seconds = Math.max(0, Math.round((now - (last.since ?? now)) / 1000));
  return [...parts.slice(0, -1), { ...last, seconds }];
}

function toolStarted(parts: Part[], data: RunEventData['tool.started']): Part[] {
  const fresh: ToolPart = {
    type: 'tool',
    ...data,
    status: 'running',
    record: null,
    records: [],
    changes: [],
    change_id: null,
    undone: false,
    error: null,
  };
  if (!parts.some((part) => isTool(part, data.call_id))) return [...parts, fresh];
  return parts.map((part) =>
    isTool(part, data.call_id)
      ? { ...part, title: data.title, arguments: data.arguments, status: 'running' }
      : part,
  );
}

function toolFinished(parts: Part[], data: RunEventData['tool.finished']): Part[] {
  const known = parts.some((part) => isTool(part, data.call_id));
  if (!known) return [...parts, { type: 'tool', arguments: {}, undone: false, ...data }];
  return parts.map((part) => (isTool(part, data.call_id) ? { ...part, ...data } : part));
}

function approvalRequested(parts: Part[], data: RunEventData['approval.requested']): Part[] {
  const approval: ApprovalPart = { type: 'approval', ...data, status: 'open' };
  return parts.some((part) => isApproval(part, data.id))
    ? parts.map((part) => (isApproval(part, data.id) ? approval : part))
    : [...parts, approval];
}

function approvalDecided(parts: Part[], data: RunEventData['approval.decided']): Part[] {
  const approved = data.decision === 'approve';
  const status = ({ approve: 'approved', deny: 'denied', expired: 'expired' } as const)[
    data.decision
  ];
  return parts.map((part) => {
    if (isApproval(part, data.id)) {
      return { ...part, status, arguments: data.arguments ?? part.arguments };
    }
    if (isTool(part, data.call_id)) {
      return {
        ...part,
        status: approved ? 'running' : 'denied',
        arguments: data.arguments ?? part.arguments,
      };
    }
    return part;
  });
}

function isTool(part: Part, callId: string): part is ToolPart {
  return part.type === 'tool' && part.call_id === callId;
}

function isApproval(part: Part, id: string): part is ApprovalPart {
  return part.type === 'approval' && part.id === id;
}

// Nothing of an answer that was set aside waits any more.
function settled(entries: Entry[], replaced: string | undefined): Entry[] {
  return entries.map((entry) => {
    if (entry.kind !== 'run' || entry.runId !== replaced) return entry;
    const parts = entry.parts.map((part) =>
      part.type === 'approval' && part.status === 'open'
        ? { ...part, status: 'expired' as const }
        : part,
    );
    const waits = entry.status === 'awaiting_approval' || entry.status === 'awaiting_answer';
    return { ...entry, parts, status: waits ? 'completed' : entry.status };
  });
}

// The message that began the run: the one this page sent, or a new one from another tab.
function withUserMessage(entries: Entry[], event: RunEvent & { type: 'run.started' }): Entry[] {
  const { client_id, message_id, message } = event.data;
  const mine = entries.filter(
    (entry): entry is UserEntry =>
      entry.kind === 'user' &&
      (entry.runId === event.run_id ||
        (message_id !== null && entry.id === message_id) ||
        (client_id !== null && entry.clientId === client_id && entry.runId === null)),
  );
  const known = mine.find(({ id }) => id !== null) ?? mine[0];
  const delivered: UserEntry = {
    kind: 'user',
    key: known?.key ?? message_id ?? `message-of-${event.run_id}`,
    id: message_id ?? known?.id ?? null,
    clientId: client_id ?? known?.clientId ?? null,
    runId: event.run_id,
    text: message,
    createdAt: known?.createdAt ?? null,
    replaces: null,
    delivery: 'delivered',
    error: null,
  };
  if (!known) return [...entries, delivered];
  return entries.flatMap((entry) => {
    if (entry === known) return [delivered];
    return mine.some((other) => other === entry) ? [] : [entry];
  });
}

// A question is answered by whatever the user says next, once that has arrived.
export function answerQuestions(entries: Entry[]): Entry[] {
  const lastSaid = entries.findLastIndex(
    (entry) => entry.kind === 'user' && entry.delivery === 'delivered',
  );
  return entries.map((entry, index) => {
    if (entry.kind !== 'run' || index > lastSaid) return entry;
    if (!entry.parts.some((part) => part.type === 'question' && !part.answered)) return entry;
    const parts = entry.parts.map((part) =>
      part.type === 'question' ? { ...part, answered: true } : part,
    );
    return { ...entry, parts };
  });
}
