import type { ModelInfo } from '@/api/models';
import { m } from './messages';

type Named = Pick<ModelInfo, 'provider' | 'name'>;

export function modelLabel(model: Named): string {
  return model.provider === 'builtin' ? m.model.builtin : model.name;
}

// Whose models follow, and by whose key where that is the user's.
export function providerLabel(model: ModelInfo | undefined): string {
  if (!model) return '';
  const name = m.model.providers[model.provider] ?? model.provider;
  return model.key === 'own' ? `${name} · ${m.model.own}` : name;
}

// What its provider says of it, in a word or two.
export function modelDetail(model: ModelInfo): string {
  if (model.provider === 'builtin') return m.model.builtinDetail;
  const { max_input_tokens: most, thinking } = model;
  return [most && m.model.context(tokens(most)), thinking && m.model.thinks]
    .filter(Boolean)
    .join(' · ');
}

// 200000 is 200K, and 1048576 is 1M, as people say it.
export function tokens(count: number): string {
  if (count >= 950_000) return `${Math.round(count / 100_000) / 10}M`;
  return count >= 1_000 ? `${Math.round(count / 1_000)}K` : String(count);
}
