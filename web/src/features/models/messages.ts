export const t = {
  workspaceTitle: 'Keys of the workspace',
  workspaceText:
    'They serve everybody here who has no key of their own. Stored encrypted, checked with the provider, never shown again.',
  ownTitle: 'Your own keys',
  ownText: 'They are used for you alone, and before those of the workspace.',
  defaultTitle: 'Default model',
  defaultText: 'Answers those who have not chosen another in the conversation.',
  fallbackTitle: 'Fallback model',
  fallbackText:
    'Answers in the place of the chosen model while that is overloaded, limits requests or does not answer.',
  interpreterTitle: 'Without a model',
  interpreterText: 'What answers when there is no key, or no provider can be reached.',

  list: {
    workspace: 'Keys of the workspace',
    own: 'Your own keys',
  },
  onlyAdministrators:
    'Keys of the workspace are managed by its owners and administrators. Ask one of them to add or replace a key.',
  reached: (names: string) => `You can use: ${names}.`,
  ownServer: 'a server of the company',
  reachedNone: 'No provider can be used yet, so the command interpreter answers.',

  works: 'Works',
  unproven: 'Checked',
  installation: 'Key of this installation',
  absent: 'No key',
  failures: {
    refused: 'Refused',
    unpaid: 'Unpaid',
  },
  failureText: {
    refused: (company: string, when: string) =>
      `${company} refused this key ${when}: it was revoked, has expired or was replaced. Put a new one in its place.`,
    unpaid: (company: string, when: string) =>
      `The account behind this key had no credit left, or had reached its spend limit, ${when}. Mend that with ${company}; the key then works again.`,
  },

  key: 'API key',
  keyHint: (start: string, company: string) =>
    `${start ? `Starts with ${start}. ` : ''}It is checked with ${company} before it is saved.`,
  keyOptional: 'Only where the server wants one.',
  keyKept: 'Leave it empty to keep the key that is stored for this address.',
  keyShown: (masked: string) => `Key ending in ${masked.replace('…', '')}`,
  noKey: 'no key needed',
  getKey: (place: string) => `Get a key at ${place}`,
  add: 'Add key',
  addTo: (name: string) => `Add key: ${name}`,
  connect: 'Connect',
  connectTo: (name: string) => `Connect: ${name}`,
  replace: 'Replace',
  replaceOf: (name: string) => `Replace key: ${name}`,
  remove: 'Remove',
  removeOf: (name: string) => `Remove key: ${name}`,
  save: 'Check and save',
  checking: (company: string) => `Checking with ${company}…`,
  saved: 'The key works and is saved.',
  removed: 'The key is removed.',
  removeTitle: (name: string) => `Remove the key for ${name}?`,
  removeText: {
    workspace:
      'The assistant stops answering with this key at once, for everybody. Conversations stay. You can add a key again at any time.',
    own: 'The assistant stops answering you with this key at once; the workspace’s is used instead, if there is one. Conversations stay.',
  },
  added: (when: string) => `added ${when}`,
  used: (when: string) => `last used ${when}`,
  unused: 'not used yet',

  advanced: 'Advanced',
  baseUrl: 'Base URL',
  serverUrl: 'Address of the server',
  baseUrlHint: (company: string) => `Only for a gateway of your own; empty for ${company} itself.`,
  serverUrlHint: 'Most end in /v1, as http://localhost:11434/v1 for Ollama.',
  model: 'Model to begin with',
  modelHint: 'The id of a model; empty for the first that the server lists.',

  automatic: 'Automatic',
  automaticText: 'Claude where there is a key for it, then OpenAI, Google, your own server.',
  choose: 'Model that answers those who have chosen none',
  noMatch: 'No model matches.',
  defaultSaved: 'The default is set.',
  noDefault: 'No default is set: Parley takes Claude where there is a key for it.',
  defaultIs: (name: string) => `${name} answers those who have chosen none.`,
  youChose: (name: string) => `You chose ${name} last, so it answers you.`,
  noFallback: 'None is set: the command interpreter answers then, where nothing has been done yet.',
  fallbackIs: (name: string) => `${name} answers when the chosen model cannot.`,
  none: 'None',
  noneText:
    'Best one of another provider. It finishes the answer, and says so; the next message goes to the chosen model again. Refused keys and unpaid bills are still shown.',
  chooseFallback: 'Model that answers when the chosen one cannot',
  fallbackSaved: 'The fallback is saved.',
  noLongerThere: (id: string) => `${id} (cannot be reached)`,

  builtin: 'Built in',
  builtinTitle: 'Command interpreter',
  builtinText:
    'Always there: no key, no network, no AI. It understands everyday sentences about your records, and says so when it does not.',
  always: 'Always on',
};
