export const t = {
  title: 'What the assistant may do',
  text: 'Each of its tools runs at once, asks you first, or is blocked. Whatever you allow, changing or deleting several records and adding more than ten asks; and where text from outside came into a conversation, everything but looking things up does.',
  whose: 'For whom',
  own: 'For me',
  everybody: 'For everybody',
  everybodyText:
    'What you set here holds for everybody in the workspace. People can only be stricter.',
  allow: 'Allow',
  ask: 'Ask',
  block: 'Block',
  effects: {
    write: 'Adds and changes',
    destroy: 'Deletes',
    outward: 'Leaves Parley',
    read: 'Looks things up',
  },
  byWorkspace: (policy: string) => `The workspace sets “${policy}”`,
};
