import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { settled } from './wait.mjs';

const source = await readFile(
  fileURLToPath(new URL('../node_modules/axe-core/axe.min.js', import.meta.url)),
  'utf8',
);
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What is not accessible on the page once it stands still, a sentence each. */
export async function inaccessible(page) {
  await settled(page);
  await page.evaluate(source);
  const { violations } = await page.evaluate(
    (runOnly) => window.axe.run(document, { runOnly }),
    rules,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id}: ${help} at ${target.join(' ')}: ${failureSummary}`,
    ),
  );
}
