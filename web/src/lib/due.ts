// Days as the API writes them (`2026-11-23`), and what a day means for work that is due on it.
export type DueState = 'overdue' | 'today' | 'soon' | 'later';

export const dueSpans = ['overdue', 'today', 'this_week', 'next_week', 'none'] as const;
export type DueSpan = (typeof dueSpans)[number];

const soonDays = 7;
const dayLength = 86_400_000;
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short', timeZone: 'UTC' });
const thisYear = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const withYear = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeZone: 'UTC' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

// The day it is for whoever looks at the page.
export function today(now = new Date()): string {
  return toDay(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()));
}

export function addDays(day: string, days: number): string {
  return toDay(Date.parse(day) + days * dayLength);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayLength);
}

// Finished work is never late.
export function dueState(day: string, finished: boolean, now = today()): DueState {
  const left = daysBetween(now, day);
  if (finished) return 'later';
  if (left < 0) return 'overdue';
  if (left === 0) return 'today';
  return left < soonDays ? 'soon' : 'later';
}

// "yesterday", "today", "tomorrow", "Fri 27 Nov", and the year where it is another one.
export function dayText(day: string, now = today()): string {
  const left = daysBetween(now, day);
  if (Math.abs(left) <= 1) return capitalized(relative.format(left, 'day'));
  const date = new Date(day);
  if (day.slice(0, 4) !== now.slice(0, 4)) return withYear.format(date);
  const near = left > 0 && left < soonDays;
  return near ? `${weekday.format(date)} ${thisYear.format(date)}` : thisYear.format(date);
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

// The day itself, which reads the same whenever it is read.
export function plainDay(day: string): string {
  return withYear.format(new Date(day));
}

export function exactDay(day: string): string {
  return exact.format(new Date(day));
}

// The Monday of the week of a day.
export function mondayOf(day: string): string {
  return addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
}

export type DueGroup = 'earlier' | 'today' | 'this_week' | 'next_week' | 'later' | 'none';

// The part of a list, ordered by day, in which a day lies.
export function dueGroupOf(day: string | null, now = today()): DueGroup {
  return dueSorter(now)(day);
}

// The same for many days, whose borders are found once.
export function dueSorter(now = today()): (day: string | null) => DueGroup {
  const nextWeek = addDays(mondayOf(now), 7);
  const afterwards = addDays(nextWeek, 7);
  return (day) => {
    if (!day) return 'none';
    if (day < now) return 'earlier';
    if (day === now) return 'today';
    if (day < nextWeek) return 'this_week';
    return day < afterwards ? 'next_week' : 'later';
  };
}

// What a span of days is to the server: the days just before and just after it. `open` names the
// statuses of work that can be overdue; a status the user asks for as well narrows it.
export function askedOf(
  { due, ...filters }: Record<string, string>,
  open: readonly string[],
  now = today(),
): Record<string, string> {
  const monday = mondayOf(now);
  switch (due as DueSpan | undefined) {
    case 'overdue': {
      const asked = filters.status?.split(',') ?? open;
      const late = open.filter((status) => asked.includes(status));
      if (late.length === 0) return { ...filters, ...never };
      return { ...filters, status: late.join(','), due_before: now };
    }
    case 'today':
      return { ...filters, due_date: now };
    case 'this_week':
      return { ...filters, ...between(monday, 7) };
    case 'next_week':
      return { ...filters, ...between(addDays(monday, 7), 7) };
    case 'none':
      return { ...filters, due_date: '' };
    default:
      return filters;
  }
}

// Finished work is never overdue, so nothing is both.
const never = { due_before: '0001-01-01' };

function between(first: string, days: number) {
  return { due_after: addDays(first, -1), due_before: addDays(first, days) };
}

function toDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function capitalized(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
