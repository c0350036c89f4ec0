import { expect, it } from 'vitest';
import type { StoredMessage } from './chat/pages';
import { markdownOf } from './export';

const user = (run_id: string, text: string): StoredMessage => ({
  id: `m-${run_id}`,
  role: 'user',
  run_id,
  text,
  created_at: '2026-11-29T10:00:00.000Z',
});

const answer = (run_id: string, text: string, replaces?: string): StoredMessage => ({
  id: run_id,
  role: 'assistant',
  run_id,
  model: 'builtin',
  status: 'completed',
  text,
  parts: [{ type: 'text', text }],
  usage: null,
  last_seq: 1,
  ...(replaces && { replaces }),
  created_at: '2026-11-29T10:00:01.000Z',
});

it('writes a conversation in its order, each answer in its last form', () => {
  const text = markdownOf('Notes\nand more', [
    user('1', '# not a heading\nbut two lines'),
    answer('1', 'The first try.'),
    user('2', '# not a heading\nbut two lines'),
    answer('2', '**The second** try.', '1'),
  ]);
  expect(text).not.toContain('The first try.');
  const lines = text.split('\n');
  expect(lines[0]).toBe('# Notes and more');
  expect(lines.filter((line) => line.startsWith('#'))).toHaveLength(1);
  expect(text).toContain('> # not a heading\n> but two lines\n\n**Parley**');
  expect(text).toContain('**The second** try.');
});
