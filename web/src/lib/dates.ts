const day = 86_400_000;

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const dayAndMonth = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const fullDate = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'long' });

// For narrow columns: the time today, day and month this year, else the whole date.
export function shortDate(iso: string, now = new Date()): string {
  const date = new Date(iso);
  if (date.toDateString() === now.toDateString()) return time.format(date);
  return (date.getFullYear() === now.getFullYear() ? dayAndMonth : fullDate).format(date);
}

export function exactDate(iso: string): string {
  return exact.format(new Date(iso));
}

// "5 minutes ago", "yesterday"; older than a week: the date.
export function timeAgo(iso: string, now = new Date()): string {
  const date = new Date(iso);
  const passed = now.getTime() - date.getTime();
  if (passed < 60_000) return relative.format(0, 'second');
  if (passed < 3_600_000) return relative.format(-Math.floor(passed / 60_000), 'minute');
  if (passed < day && date.getDate() === now.getDate()) {
    return relative.format(-Math.floor(passed / 3_600_000), 'hour');
  }
  const days = Math.round((midnight(now) - midnight(date)) / day);
  if (days < 7) return relative.format(-days, 'day');
  return (date.getFullYear() === now.getFullYear() ? dayAndMonth : fullDate).format(date);
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
