// The days that a scenario's date expressions mean (scenarios/README.md), reckoned from the server's
// today and by nothing that is tested.
const dayLength = 24 * 60 * 60 * 1000;
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const iso = (time) => new Date(time).toISOString().slice(0, 10);
const isoWeekday = (time) => new Date(time).getUTCDay() || 7;

function lastOfMonth(time, later = 0) {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later + 1, 0);
}

function monthsOn(time, count) {
  const last = lastOfMonth(time, count);
  const wanted = new Date(time).getUTCDate();
  return new Date(last).getUTCDate() < wanted
    ? last
    : last - (new Date(last).getUTCDate() - wanted) * dayLength;
}

/** Walks day by day, which is slow and cannot be wrong. */
function walk(from, fits) {
  let time = from;
  do time += dayLength;
  while (!fits(new Date(time)));
  return time;
}

const weekdayAfter = (from, name) => walk(from, (date) => weekdays[date.getUTCDay()] === name);

function meant(text, today) {
  if (text === 'today') return today;
  if (/^today[+-]\d+$/.test(text)) return today + Number(text.slice(5)) * dayLength;
  if (/^month\+\d+$/.test(text)) return monthsOn(today, Number(text.slice(6)));
  if (text === 'end of month') return lastOfMonth(today);
  if (text === 'end of next month') return lastOfMonth(today, 1);
  if (text === 'end of year') return Date.UTC(new Date(today).getUTCFullYear(), 11, 31);
  if (text === 'end of week') {
    const day = isoWeekday(today);
    return today + (day <= 5 ? 5 - day : 7 - day) * dayLength;
  }
  if (/^day \d+$/.test(text)) {
    return walk(today - dayLength, (date) => date.getUTCDate() === Number(text.slice(4)));
  }
  if (/^\d\d-\d\d$/.test(text)) {
    return walk(today - dayLength, (date) => iso(date.getTime()).slice(5) === text);
  }
  if (text.startsWith('next ')) {
    const monday = weekdayAfter(today, 'monday');
    return text === 'next monday' ? monday : weekdayAfter(monday, text.slice(5));
  }
  if (weekdays.includes(text)) return weekdayAfter(today, text);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return Date.parse(`${text}T00:00:00Z`);
  throw new Error(`no day: ${text}`);
}

/** `today+7`, `next friday`, `2027-01-31` as a day; with `|people` behind it as replies write it. */
export function expectedDay(expression, now = Date.now()) {
  const [text, form] = expression.split('|');
  const time = meant(text, Date.parse(`${iso(now)}T00:00:00Z`));
  if (form === undefined) return iso(time);
  const date = new Date(time);
  const month = date.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' });
  return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`;
}

/** A text with the days that `{{...}}` in it mean. */
export function dated(text, now = Date.now()) {
  return text.replace(/\{\{([^}]*)\}\}/g, (_, expression) => expectedDay(expression, now));
}
