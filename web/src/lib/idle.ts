const atTheLatest = 2_000;

// Runs something as soon as the page has nothing better to do. Answers how to drop it.
export function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(run, atTheLatest);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(run, { timeout: atTheLatest });
  return () => cancelIdleCallback(handle);
}
