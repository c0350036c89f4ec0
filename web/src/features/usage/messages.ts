const number = new Intl.NumberFormat('en-US');
const month = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const shortMonth = new Intl.DateTimeFormat('en-US', {
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

const firstDay = (name: string) => new Date(`${name}-01T00:00:00Z`);

export const t = {
  own: 'Your usage',
  ownText: 'What language models did for you, and what that cost at their providers’ list prices.',
  workspace: 'Workspace',
  workspaceText: 'What they did for everybody of the workspace, by model and by member.',
  limit: 'Monthly limit',
  limitText:
    'What language models may cost the workspace in a calendar month (UTC). When it is spent, they stop before their next step; the command interpreter goes on working and costs nothing. Models without a known price, like Gemini’s, do not count.',
  month: (name: string) => month.format(firstDay(name)),
  shortMonth: (name: string) => shortMonth.format(firstDay(name)),
  tokens: (count: number) => `${number.format(count)} tokens`,
  tokensIn: (count: number, name: string) =>
    `${number.format(count)} tokens in ${month.format(firstDay(name))}`,
  notKnown: 'not known',
  atLeast: (amount: string) => `at least ${amount}`,
  unpriced:
    'Models without a known price are not in the sum. Whoever runs this server can set their prices (PARLEY_MODEL_PRICES).',
  nothing: (name: string) => `No language model was used in ${month.format(firstDay(name))}.`,
  models: 'Models',
  members: 'Members',
  months: 'Months',
  showMonth: (name: string) => `Show ${month.format(firstDay(name))}`,
  amount: 'Dollars a month',
  amountHint: 'Leave it empty for no limit.',
  amountWrong: 'Type dollars, like 50 or 12.50.',
  save: 'Save limit',
  saved: 'The limit is saved.',
  removed: 'There is no limit any more.',
  noLimit: 'There is no limit. Language models may cost what they cost.',
  spent: (spent: string, limit: string) => `${spent} of ${limit} spent this month`,
  share: (percent: number) => `${percent} % of the monthly limit is spent`,
  near: 'More than four fifths are spent. Raise the limit, or the models stop soon.',
  reached:
    'The limit is reached: only the command interpreter answers until it is raised or the month ends.',
} as const;
