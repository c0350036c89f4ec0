import { describe, expect, it } from 'vitest';
import type { NoticePart, RunEntry } from './chat/transcript';
import { noticeOf } from './notices';

const failed = { status: 'failed', parts: [] } as unknown as RunEntry;
const refused: NoticePart = {
  type: 'notice',
  code: 'key_invalid',
  text: 'OpenAI does not accept this key.',
  provider: 'openai',
  key: 'workspace',
};

describe('the card of a key that failed', () => {
  it('offers to mend it, another model and another try, and says whose it is', () => {
    expect(noticeOf(refused, failed, true)).toEqual({
      tone: 'error',
      text: refused.text,
      actions: ['key', 'model', 'retry'],
      holder: 'workspace',
    });
    expect(noticeOf({ ...refused, code: 'unpaid' }, failed, true)?.actions).toContain('retry');
  });

  it('still leads to the key when the conversation has gone on', () => {
    expect(noticeOf(refused, failed, false)?.actions).toEqual(['key']);
    expect(noticeOf({ ...refused, code: 'rate_limited' }, failed, false)?.actions).toEqual([]);
  });
});

describe('the word that the command interpreter answers', () => {
  const notice: NoticePart = { type: 'notice', code: 'builtin_model', text: '' };

  it('leads to a key where there is none', () => {
    const run = { ...failed, model: 'builtin' } as RunEntry;
    expect(noticeOf(notice, run, true)?.actions).toEqual(['connect']);
  });

  it('offers another try, or another model, where it stood in for one', () => {
    const run = { ...failed, model: 'claude-sonnet-5-5' } as RunEntry;
    expect(noticeOf(notice, run, true)?.actions).toEqual(['retry', 'model']);
    expect(noticeOf(notice, run, false)?.actions).toEqual([]);
  });
});
