// A line for each test, what went wrong where one failed, and at the end "N passed, N failed".
import { inspect } from 'node:util';

/** The message as the test knows it, and where it happened. */
function explain({ cause: thrown, message }) {
  if (!(thrown instanceof Error)) return `${message} ${inspect(thrown)}`;
  const origin = thrown.cause instanceof Error ? thrown.cause : thrown;
  const place = origin.stack?.split('\n').filter((line) => /^\s+at .*\.mjs/.test(line)) ?? [];
  return [thrown.message, ...place].join('\n');
}

export default async function* report(events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    if (data?.details?.type === 'suite') continue;
    if (type === 'test:pass') {
      passed += 1;
      yield `ok - ${data.name} (${Math.round(data.details.duration_ms)} ms)\n`;
    } else if (type === 'test:fail') {
      failed += 1;
      yield `not ok - ${data.name}\n${explain(data.details.error)}\n`;
    } else if (type === 'test:stdout' || type === 'test:stderr') {
      yield data.message;
    }
  }
  yield `${passed} passed, ${failed} failed\n`;
}
