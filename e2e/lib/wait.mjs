const patience = 15_000;
const pause = 40;

/** Waits until `check` answers something true, and answers that; what it throws meanwhile counts as "not yet". */
export async function until(what, check, limit = patience) {
  const deadline = Date.now() + limit;
  let last;
  for (;;) {
    try {
      const answer = await check();
      if (answer) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}`, { cause: last });
    await new Promise((done) => setTimeout(done, pause));
  }
}

/** What is on the page is all there and stands still. */
export async function settled(page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const passing = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });
}

/** What the page shows, not what it says of that to those who listen. */
function seen(locator) {
  return locator.and(locator.page().locator(':not([data-heard])'));
}

export function appears(locator, limit = patience) {
  return seen(locator).waitFor({ state: 'visible', timeout: limit });
}

export function vanishes(locator, limit = patience) {
  return seen(locator).waitFor({ state: 'hidden', timeout: limit });
}
