// What GET /v1/models lists, in the shape of the SDK's ModelInfo.

const yes = { supported: true };
const no = { supported: false };

function model(id, name, line, thinking, extra = {}) {
  const types = { adaptive: no, between_tools: no, disabled: no, enabled: no };
  for (const type of thinking) types[type] = yes;
  const effort = { supported: true, low: yes, medium: yes, high: yes, max: yes, xhigh: yes };
  return {
    type: 'model',
    id,
    display_name: name,
    line,
    lifecycle: 'active',
    created_at: '2026-09-01T00:00:00Z',
    deprecated_at: null,
    retires_at: null,
    max_input_tokens: 1_000_000,
    max_tokens: 128_000,
    capabilities: {
      batch: yes,
      citations: yes,
      code_execution: yes,
      context_management: {
        supported: true,
        clear_thinking_20251015: yes,
        clear_tool_uses_20250919: yes,
        compact_20260112: yes,
      },
      effort,
      image_input: yes,
      pdf_input: yes,
      server_tools: { supported: true, code_execution: yes, web_search: yes },
      structured_outputs: yes,
      thinking: { supported: thinking.length > 0, types },
    },
    ...extra,
  };
}

const noEffort = { supported: false, low: no, medium: no, high: no, max: no, xhigh: null };

function withoutEffort(entry) {
  return { ...entry, capabilities: { ...entry.capabilities, effort: noEffort } };
}

export const models = [
  model('claude-opus-5-5', 'Claude Opus 5.5', 'opus', ['adaptive']),
  model('claude-sonnet-5-5', 'Claude Sonnet 5.5', 'sonnet', [
    'adaptive',
    'between_tools',
    'disabled',
  ]),
  model('claude-haiku-5-5', 'Claude Haiku 5.5', 'haiku', ['adaptive', 'disabled']),
  withoutEffort(
    model('claude-haiku-4-5-20251001', 'Claude Haiku 4.5', 'haiku', ['enabled', 'disabled'], {
      max_input_tokens: 200_000,
      max_tokens: 64_000,
    }),
  ),
  model('claude-opus-4-1-20250805', 'Claude Opus 4.1', 'opus', ['enabled', 'disabled'], {
    lifecycle: 'retired',
    max_tokens: 32_000,
  }),
];
