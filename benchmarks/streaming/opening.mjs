// How long a browser takes until a conversation that it opens stands in the page: conversations take turns. Reads what is
// wanted as JSON from standard input, and prints the milliseconds of each.
import { text } from 'node:stream/consumers';

import { chromium } from '../../e2e/node_modules/playwright-core/index.mjs';

const wanted = JSON.parse(await text(process.stdin));

/** In the page: resolves when the words are painted, counted from the moment that the address was given. */
function painted(words) {
  return new Promise((done) => {
    const look = () => {
      if (!document.querySelector('[role="log"]')?.textContent.includes(words)) {
        requestAnimationFrame(look);
        return;
      }
      requestAnimationFrame(() => setTimeout(() => done(performance.now())));
    };
    look();
  });
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    // Chromium as root has no sandbox.
    ...(process.getuid() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-background-networking',
  ],
});
try {
  const context = await browser.newContext({
    baseURL: wanted.url,
    viewport: { width: 1440, height: 900 },
  });
  const signedIn = await context.request.post('/api/auth/login', { data: wanted.account });
  if (!signedIn.ok()) throw new Error(`the sign-in was answered with ${signedIn.status()}`);
  const page = await context.newPage();
  const times = wanted.conversations.map(() => []);
  for (let round = -1; round < wanted.rounds; round += 1) {
    for (const [index, conversation] of wanted.conversations.entries()) {
      await page.goto(`/assistant/${conversation}`, { waitUntil: 'commit' });
      const time = await page.evaluate(painted, wanted.words);
      if (round >= 0) times[index].push(time); // the first round fills the caches
    }
  }
  console.log(JSON.stringify(times));
} finally {
  await browser.close();
}
