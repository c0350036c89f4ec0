import { dollars } from '@/lib/money';
import { t } from './messages';
import type { Usage } from './usage-queries';

export const tokensOf = (usage: Usage) => usage.input_tokens + usage.output_tokens;

export const costText = ({ cost_micros }: Usage) =>
  cost_micros === null ? t.notKnown : dollars(cost_micros);
