// Where to go after signing in: only a path of this page, never another host.
export function safePath(path: unknown): string {
  if (typeof path !== 'string' || !/^\/(?![/\\])/.test(path)) return '/assistant';
  return /^\/(login|register)(\/|\?|$)/.test(path) ? '/assistant' : path;
}
