export const story = {
  title: 'Tell it once. It is in your CRM.',
  said: 'I just met Lena Okafor from Brightwater. She is head of procurement there, save her.',
  person: 'Lena Okafor',
  saved: 'Saved',
  role: 'Head of procurement · Brightwater',
  points: [
    'Say it in plain words, see the record change',
    'Every change can be undone',
    'Works with your own Claude key, or with none',
  ],
};
