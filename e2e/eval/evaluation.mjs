// Plays many scenarios and adds up what came of them.
import { Play } from './score.mjs';

/** Plays every job with the model, some at a time; resolves to {job, play, complaints} in the order of the jobs. */
export async function playAll(base, model, jobs, parallel = 8) {
  const results = new Map();
  const queue = [...jobs];
  async function work() {
    for (let job = queue.shift(); job; job = queue.shift()) {
      const play = new Play(base, model, job.scenario);
      const broken = await play.run().then(
        () => [],
        (error) => [String(error.message ?? error)],
      );
      results.set(job, { job, play, complaints: [...play.complaints, ...broken] });
    }
  }
  await Promise.all(Array.from({ length: parallel }, work));
  return jobs.map((job) => results.get(job));
}

const shareOf = (right, all) => (all === 0 ? 0 : (100 * right) / all);

function line(name, results) {
  const right = results.filter(({ complaints }) => complaints.length === 0).length;
  return `${name}${right} of ${results.length} right (${shareOf(right, results.length).toFixed(1)} %)`;
}

export function share(results) {
  return shareOf(
    results.filter(({ complaints }) => complaints.length === 0).length,
    results.length,
  );
}

/** What went wrong, with the whole conversation; then the share right of every group and of all, and the tokens. */
export function report(results, { transcripts = true } = {}) {
  const lines = [];
  for (const { job, play, complaints } of results) {
    if (complaints.length === 0) continue;
    lines.push(job.label, ...complaints.map((text) => `    ${text}`));
    if (transcripts) lines.push(...play.transcript.map((text) => `    | ${text}`));
  }
  const groups = Map.groupBy(results, ({ job }) => job.group);
  if (groups.size > 1)
    for (const [group, members] of groups) lines.push(line(`  ${group}: `, members));
  lines.push(line('', results));
  const input = results.reduce((sum, { play }) => sum + play.usage.input, 0);
  const output = results.reduce((sum, { play }) => sum + play.usage.output, 0);
  if (input + output > 0) lines.push(`${input} tokens in, ${output} tokens out`);
  return lines.join('\n');
}
