// A greeting is told apart by its number alone, so that what is remembered says nothing of anybody.
export interface Greeting {
  id: string;
  text: (name: string) => string;
  fits: (time: Date) => boolean;
}

const storageKey = 'parley.greeting';

const hours = (from: number, to: number) => (time: Date) =>
  from <= to
    ? time.getHours() >= from && time.getHours() < to
    : time.getHours() >= from || time.getHours() < to;
const weekday = (day: number) => (time: Date) => time.getDay() === day;
const weekend = (time: Date) => time.getDay() === 0 || time.getDay() === 6;
const always = () => true;

const morning = hours(5, 12);
const midday = hours(12, 14);
const afternoon = hours(12, 18);
const evening = hours(18, 23);
const night = hours(23, 5);

export const greetings: readonly Greeting[] = [
  { id: 'm1', text: (name) => `Good morning, ${name}`, fits: morning },
  { id: 'm2', text: (name) => `Morning, ${name}`, fits: morning },
  { id: 'm3', text: (name) => `A fresh page, ${name}`, fits: morning },
  { id: 'm4', text: (name) => `Coffee first, ${name}?`, fits: hours(6, 10) },
  { id: 'm5', text: (name) => `Bright and early, ${name}`, fits: hours(5, 8) },
  { id: 'd1', text: (name) => `Halfway there, ${name}`, fits: midday },
  { id: 'd2', text: (name) => `Good to see you midday, ${name}`, fits: midday },
  { id: 'a1', text: (name) => `Good afternoon, ${name}`, fits: afternoon },
  { id: 'a2', text: (name) => `How is the day going, ${name}?`, fits: hours(11, 18) },
  { id: 'a3', text: (name) => `Afternoon, ${name}`, fits: afternoon },
  { id: 'e1', text: (name) => `Good evening, ${name}`, fits: evening },
  { id: 'e2', text: (name) => `Evening, ${name}`, fits: evening },
  { id: 'e3', text: (name) => `Wrapping up, ${name}?`, fits: hours(16, 20) },
  { id: 'n1', text: (name) => `Still up, ${name}?`, fits: night },
  { id: 'n2', text: (name) => `The quiet hours, ${name}`, fits: night },
  { id: 'w1', text: (name) => `A new week, ${name}`, fits: weekday(1) },
  { id: 'w2', text: (name) => `Happy Tuesday, ${name}`, fits: weekday(2) },
  { id: 'w3', text: (name) => `Midweek already, ${name}`, fits: weekday(3) },
  { id: 'w4', text: (name) => `Nearly Friday, ${name}`, fits: weekday(4) },
  { id: 'w5', text: (name) => `Happy Friday, ${name}`, fits: weekday(5) },
  { id: 'w6', text: (name) => `Weekend work, ${name}?`, fits: weekend },
  { id: 'w7', text: (name) => `A calm weekend, ${name}`, fits: weekend },
  { id: 'x1', text: (name) => `Welcome back, ${name}`, fits: always },
  { id: 'x2', text: (name) => `Good to see you, ${name}`, fits: always },
  { id: 'x3', text: (name) => `Hello, ${name}`, fits: always },
  { id: 'x4', text: (name) => `What is on your mind, ${name}?`, fits: always },
  { id: 'x5', text: (name) => `Where shall we start, ${name}?`, fits: always },
  { id: 'x6', text: (name) => `Whom did you meet, ${name}?`, fits: always },
  { id: 'x7', text: (name) => `Ready when you are, ${name}`, fits: always },
  { id: 'x8', text: (name) => `Tell me about your day, ${name}`, fits: always },
  { id: 'x9', text: (name) => `Nice to have you here, ${name}`, fits: always },
  { id: 'x10', text: (name) => `What comes next, ${name}?`, fits: always },
];

// One that fits the hour, and never the one shown last.
export function pickGreeting(
  time: Date,
  last: string | null,
  random: () => number = Math.random,
): Greeting {
  const fitting = greetings.filter((greeting) => greeting.id !== last && greeting.fits(time));
  return fitting[Math.floor(random() * fitting.length)] as Greeting;
}

// Picks, and remembers the choice for the next time.
export function nextGreeting(time = new Date()): Greeting {
  const greeting = pickGreeting(time, remembered());
  try {
    localStorage.setItem(storageKey, greeting.id);
  } catch {
    // Storage may be blocked: chance alone then keeps greetings apart.
  }
  return greeting;
}

function remembered(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
