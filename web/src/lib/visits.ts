interface Visit {
  path: string;
  at: number;
}

const kept = 8;
let visits: Visit[] = [];

export function noteVisit(path: string, now: number): void {
  visits = [...visits.filter((visit) => visit.path !== path), { path, at: now }].slice(-kept);
}

export function forgetVisits(): void {
  visits = [];
}

// The page the user was on before one whose address begins so; empty where there was none.
export function visitBefore(section: string): string {
  return visits.findLast(({ path }) => !path.startsWith(section))?.path ?? '';
}

const fresh = 15 * 60_000;

const records = /^\/(contacts|organizations|projects|tasks)(\/[0-9a-f-]{36})?$/;

// The page of records that the user looked at last, where that was only just.
export function pageSeenLast(now: number): string {
  const last = visits.findLast(({ path }) => !path.startsWith('/assistant'));
  return last && now - last.at < fresh && records.test(last.path) ? last.path : '';
}
