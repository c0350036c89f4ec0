import { describe, expect, it } from 'vitest';
import type { ModelInfo } from '@/api/models';
import { matching } from './model-search';

const model = (provider: string, id: string, name = id): ModelInfo => ({
  id,
  provider,
  name,
  default: false,
  key: 'workspace',
  max_input_tokens: null,
  max_output_tokens: null,
  thinking: null,
});
const models = [
  model('anthropic', 'claude-opus-5-5', 'Claude Opus 5.5'),
  model('openai', 'gpt-6-luna'),
  model('gemini', 'gemini-4-argon', 'Gemini 4 Argon'),
];

describe('a model is found', () => {
  it.each([
    ['opus', 'claude-opus-5-5'],
    ['GPT luna', 'gpt-6-luna'],
    ['google', 'gemini-4-argon'],
    ['5.5 anthropic', 'claude-opus-5-5'],
  ])('by “%s”', (text, id) => {
    expect(matching(models, text).map((found) => found.id)).toEqual([id]);
  });

  it('by nothing at all, as all of them, and by what none has not', () => {
    expect(matching(models, ' ')).toHaveLength(3);
    expect(matching(models, 'llama')).toEqual([]);
  });
});
