import type { Provider } from './key-queries';

interface ProviderFacts {
  provider: Provider;
  // As people call its models, and whoever runs them.
  name: string;
  company: string;
  by: string;
  keyStart: string;
  // Where keys are made.
  console: { href: string; place: string } | null;
}

// In the order in which one of them becomes the default.
export const providers: readonly ProviderFacts[] = [
  {
    provider: 'anthropic',
    name: 'Claude',
    company: 'Anthropic',
    by: 'Anthropic',
    keyStart: 'sk-ant-',
    console: {
      href: 'https://console.anthropic.com/settings/keys',
      place: 'console.anthropic.com',
    },
  },
  {
    provider: 'openai',
    name: 'OpenAI',
    company: 'OpenAI',
    by: 'GPT models',
    keyStart: 'sk-',
    console: { href: 'https://platform.openai.com/api-keys', place: 'platform.openai.com' },
  },
  {
    provider: 'gemini',
    name: 'Gemini',
    company: 'Google',
    by: 'Google',
    keyStart: 'AIza',
    console: { href: 'https://aistudio.google.com/apikey', place: 'aistudio.google.com' },
  },
  {
    provider: 'compatible',
    name: 'Your own server',
    company: 'the server',
    by: 'Ollama, vLLM, LM Studio and others with OpenAI’s interface',
    keyStart: '',
    console: null,
  },
];

export type { ProviderFacts };
