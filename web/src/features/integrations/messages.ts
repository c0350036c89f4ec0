export const t = {
  title: 'Language models',
  text: 'The assistant answers with a language model of a provider, by a key of your company, of your own or of this installation.',
  connected: (names: string) => `Connected: ${names}.`,
  none: 'None is connected, so the command interpreter inside Parley answers.',
  open: 'Open AI models',
  providers: {
    anthropic: 'Claude (Anthropic)',
    openai: 'OpenAI',
    gemini: 'Gemini (Google)',
    compatible: 'a server of your own',
  } as Record<string, string>,
};
