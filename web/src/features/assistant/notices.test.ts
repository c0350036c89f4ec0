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
