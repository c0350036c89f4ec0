import { describe, expect, it } from 'vitest';
import type { ModelInfo } from '@/api/models';
import { modelDetail, modelLabel, providerLabel, tokens } from './model-words';

const model: ModelInfo = {
  id: 'claude-opus-5-5',
  provider: 'anthropic',
  name: 'Claude Opus 5.5',
  default: false,
  key: 'workspace',
  max_input_tokens: 1_000_000,
  max_output_tokens: 128_000,
  thinking: true,
};

describe('models', () => {
  it('say how much they can read, as people say it', () => {
    expect([900, 8_192, 131_072, 200_000, 1_000_000, 1_048_576, 2_097_152].map(tokens)).toEqual([
      '900',
      '8K',
      '131K',
      '200K',
      '1M',
      '1M',
      '2.1M',
    ]);
  });

  it('tell what their provider’s list says and nothing else', () => {
    expect(modelDetail(model)).toBe('1M context · thinks first');
    expect(modelDetail({ ...model, max_input_tokens: null, thinking: null })).toBe('');
  });

  it('stand under their provider, with a word where the key is the user’s own', () => {
    expect(providerLabel(model)).toBe('Anthropic');
    expect(providerLabel({ ...model, key: 'own' })).toBe('Anthropic · your key');
    expect(modelLabel({ provider: 'builtin', name: 'x' })).toBe('Command interpreter');
  });
});
