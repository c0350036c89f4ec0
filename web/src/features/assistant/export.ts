import { api, read } from '@/api/client';
import { exactDate } from '@/lib/dates';
import { download, fileName } from '@/lib/download';
import type { Part } from './chat/transcript';
import type { StoredMessage } from './chat/pages';
import { m } from './messages';
import { fetchMessages } from './queries';

export type ExportFormat = 'markdown' | 'json';

// The whole conversation as a file, however long it is.
export async function exportConversation(id: string, format: ExportFormat): Promise<void> {
  const conversation = await read(api.GET('/api/conversations/{id}', { params: { path: { id } } }));
  const messages = await allMessages(id);
  const title = conversation.title || m.list.untitled;
  if (format === 'json') {
    const text = JSON.stringify({ conversation, messages }, null, 2);
    return download(fileName(title, 'json'), 'application/json', text);
  }
  download(fileName(title, 'md'), 'text/markdown', markdownOf(title, messages));
}

// Oldest first: pages come with the latest first, and in each an answer before its message.
async function allMessages(id: string): Promise<StoredMessage[]> {
  const newestFirst: StoredMessage[] = [];
  let cursor: string | null = null;
  do {
    const page = await fetchMessages(id, cursor);
    newestFirst.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return newestFirst.reverse();
}

// What is to be read: answers that were made anew, in their last form.
export function markdownOf(title: string, messages: StoredMessage[]): string {
  const replaced = new Set(
    messages.flatMap((message) =>
      message.role === 'assistant' && message.replaces ? [message.replaces] : [],
    ),
  );
  const shown = messages.filter(({ run_id }) => run_id === null || !replaced.has(run_id));
  return [`# ${oneLine(title)}`, ...shown.map(sectionOf)].join('\n\n') + '\n';
}

function sectionOf(message: StoredMessage): string {
  const mine = message.role === 'user';
  const head = `**${mine ? m.you : m.assistant}** · ${exactDate(message.created_at)}`;
  const body = mine ? quoted(message.text) : answerOf(message.text, message.parts);
  return body ? `${head}\n\n${body}` : head;
}

function answerOf(text: string, parts: Part[]): string {
  const said = parts.map(partText).filter(Boolean).join('\n\n');
  return said || text;
}

function partText(part: Part): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'tool': {
      const name = part.record ? `: ${oneLine(part.record.name)}` : '';
      return `- ${oneLine(part.title)}${name} (${part.undone ? m.tool.undone : m.tool[part.status]})`;
    }
    case 'approval':
      return `- ${oneLine(part.summary || part.title)}`;
    case 'question':
      return [part.text, ...part.options.map(({ label }) => `- ${oneLine(label)}`)].join('\n');
    case 'notice':
      return part.text ? `_${oneLine(part.text)}_` : '';
    default:
      return '';
  }
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

// As it was typed, so that nothing of it becomes a heading of the file.
const quoted = (text: string) =>
  text
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
