// Every text of the chat, in one place and typed: a translation is a second object of this type.
// Texts with a value are functions.
export const m = {
  title: 'Assistant',
  log: 'Conversation',
  you: 'You',
  assistant: 'Parley',

  composer: {
    label: 'Message to the assistant',
    placeholder: 'Tell Parley whom you met, or ask anything…',
    followUp: 'Reply to Parley…',
    whileRunning: 'Write the next message; it is sent when this answer is done…',
    offline: 'No connection. Write on; your message is sent when the connection is back.',
    send: 'Send message',
    queue: 'Send after this answer',
    stop: 'Stop answering',
    stopping: 'Stopping…',
    queueFull: (most: number) => `${most} messages wait already. Let one of them go out first.`,
    tooLong: (most: number) => `A message may have ${most.toLocaleString('en')} characters.`,
    toDecide: 'Say “yes” or “no”, or what should be different…',
    toDecideAll: 'Decide each, or say “yes to all”…',
    toAnswer: 'Choose above, or answer in your own words…',
    reassurance: 'Small changes are made at once and can be undone. Deletions ask first.',
    queued: 'Next up',
    queuedToDecide: 'Held back until you have decided',
    queuedHeld: 'Held back',
    sendNow: 'Send now',
    removeQueued: 'Take this message back',
  },

  model: {
    label: 'Model',
    choose: (name: string) => `Model: ${name}. Choose another`,
    builtin: 'Command interpreter',
    builtinDetail: 'Parley’s command interpreter, no AI',
    builtinNote: 'Parley’s command interpreter, no AI.',
    connect: 'Connect Claude',
    automatic: 'Automatic',
    loading: 'Models are loading',
    failed: 'The models could not be loaded.',
    search: 'Search models',
    noMatch: (text: string) => `No model matches “${text}”.`,
    context: (tokens: string) => `${tokens} context`,
    thinks: 'thinks first',
    own: 'your key',
    more: 'Keys and default',
    providers: {
      anthropic: 'Anthropic',
      openai: 'OpenAI',
      gemini: 'Google',
      compatible: 'Your endpoint',
      builtin: 'On this server',
    } as Record<string, string>,
  },

  suggestions: {
    label: 'Suggestions',
    showContact: (name: string) => `Show me ${name}`,
    peopleAt: (name: string) => `Who do we know at ${name}?`,
    listContacts: 'List my contacts',
    listOrganizations: 'List my organizations',
    met: 'I just met …',
    metText: 'I just met ',
    metExample: 'I just met Ada Park from Northwind, she is their head of purchasing. Save her.',
    organizationExample: 'Add the organization Northwind, industry logistics',
    abilities: 'What can you do?',
  },

  list: {
    label: 'Conversations',
    open: 'Conversations',
    close: 'Close the conversations',
    new: 'New conversation',
    search: 'Search conversations',
    empty: 'Your conversations will be listed here.',
    nothingFound: (text: string) => `No conversation matches “${text}”.`,
    failed: 'The conversations could not be loaded.',
    more: 'Show more',
    untitled: 'Untitled conversation',
    running: 'Answering',
    waiting: 'Waiting for your approval',
    menu: (title: string) => `Actions for ${title}`,
    rename: 'Rename',
    renameTitle: 'Rename conversation',
    name: 'Title',
    save: 'Save',
    cancel: 'Cancel',
    usage: (tokens: string, cost: string) => `${tokens} tokens · ${cost}`,
    noUsage: 'No model was used',
    usageFailed: 'Usage could not be read',
    exportMarkdown: 'Export as Markdown',
    exportJson: 'Export as JSON',
    exportFailed: 'The conversation could not be exported.',
    delete: 'Delete',
    deleteTitle: 'Delete this conversation?',
    deleteText: (title: string) =>
      `“${title}” and its messages are removed. The records it created or changed stay.`,
    today: 'Today',
    yesterday: 'Yesterday',
    week: 'Previous 7 days',
    earlier: 'Older',
  },

  thinking: {
    now: 'Thinking…',
    done: (seconds: number) =>
      seconds < 1 ? 'Thought briefly' : `Thought for ${duration(seconds)}`,
    elapsed: (seconds: number) => duration(seconds),
    empty: 'The model keeps these thoughts to itself.',
  },

  tool: {
    queued: 'Queued',
    running: 'Working…',
    done: 'Done',
    failed: 'Failed',
    denied: 'Denied',
    cut: 'Not done',
    waiting: 'Waiting for approval',
    undo: 'Undo',
    undoOf: (title: string) => `Undo: ${title}`,
    undoing: 'Undoing…',
    undone: 'Undone',
    undoAll: (count: number) => `Undo all ${count} changes`,
    approved: 'Approved by you',
    more: (count: number) => `and ${count} more`,
    lookUps: (count: number) => `${count} look-ups`,
    found: (count: number) => (count === 1 ? '1 record' : `${count} records`),
    nothing: 'empty',
    becomes: 'becomes',
    was: 'before',
  },

  approval: {
    needed: 'Needs your approval',
    approve: 'Approve',
    approveEdited: 'Approve with your changes',
    deny: 'Deny',
    always: 'Always allow',
    alwaysText:
      'Approve, and do this without asking from now on. Settings, Assistant takes it back.',
    untrusted:
      'Text from outside is in this conversation and may have led to this. Check every value before you approve.',
    edit: 'Edit',
    editing: 'Change what will be done',
    cancelEdit: 'Discard edits',
    approving: 'Approving…',
    denying: 'Denying…',
    approved: 'You approved this',
    denied: 'You denied this',
    expired: 'This request has expired. Ask again if you still want it.',
    field: 'Field',
    before: 'Before',
    after: 'After',
    badJson: 'This is not valid JSON.',
  },

  question: {
    label: 'Choose an answer',
  },

  notice: {
    connectClaude: 'Connect Claude',
    addKey: 'Add a key',
    addOwnKey: 'Add a key of your own',
    replaceKey: 'Replace the key',
    replaceOwnKey: 'Replace your key',
    retry: 'Retry',
    switchModel: 'Switch model',
    usage: 'See usage',
    goOn: 'Continue',
    goOnText: 'Continue',
    failed: 'The answer could not be finished.',
    interrupted: 'This answer was interrupted. What was done so far is kept.',
    stopped: 'Stopped',
  },

  message: {
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'The browser did not allow copying. Select the text instead.',
    tokens: (count: number) => `${count.toLocaleString('en')} tokens`,
    costUnknown: 'price not known',
    copyCode: 'Copy code',
    again: 'Try again',
    undoAndAgain: (count: number) =>
      count === 1 ? 'Undo its change and try again' : 'Undo its changes and try again',
    versions: 'Answers to the same message',
    version: (at: number, count: number) => `Answer ${at} of ${count}`,
    earlier: 'Earlier answer',
    later: 'Later answer',
    waiting: 'Waiting for the connection',
    unsure: 'The connection broke. This message is sent again if it did not arrive.',
    failed: 'Not sent.',
    queueFull: 'Not sent: too many messages wait for the connection.',
    sendAgain: 'Send again',
    takeBack: 'Take back',
    imageHidden: (text: string) => (text ? `Image not shown: ${text}` : 'Image not shown'),
    table: 'Table',
    code: 'Code',
    writing: 'Parley is answering',
  },

  page: {
    latest: 'Jump to the latest message',
    older: 'Show older messages',
    loading: 'Loading the conversation',
    failedTitle: 'This conversation could not be opened',
    failedText: 'It may have been deleted, or the server cannot be reached.',
    failedOlder: 'Older messages could not be loaded.',
    retry: 'Try again',
    offline: 'Reconnecting…',
    dismiss: 'Dismiss',
  },

  fields: {
    name: 'Name',
    email: 'Email',
    phone: 'Phone',
    job_position: 'Job position',
    organization: 'Organization',
    organization_id: 'Organization (id)',
    description: 'Description',
    industry: 'Industry',
    metadata: 'Further fields',
    due_date: 'Due date',
    assignees: 'Assignees',
    assignee: 'Assignee',
    status: 'Status',
    priority: 'Priority',
    project: 'Project',
    title: 'Title',
    id: 'Id',
  } as Record<string, string>,

  // For those who listen: what changed since they last heard.
  heard: {
    working: 'Parley is answering.',
    did: (title: string, name: string) => (name ? `${title}: ${name}.` : `${title}.`),
    failed: (title: string) => `Failed: ${title}.`,
    approval: (summary: string) => `Waiting for your approval: ${summary}.`,
    answered: (text: string) => `Parley answered: ${text}`,
    stopped: 'Parley stopped.',
    more: '… The rest stands in the conversation.',
  },

  yes: 'yes',
  no: 'no',
} as const;

function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

// The label of a record's field; unknown ones are read from their name.
export function fieldLabel(field: string): string {
  const known = m.fields[field];
  if (known) return known;
  const words = field.replace(/[_.]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
