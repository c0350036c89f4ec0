// Somebody at a browser of their own, signed in or not. Whatever their pages complain about fails the test.
import assert from 'node:assert/strict';

import { browser, parley } from './stage.mjs';
import { appears, until, vanishes } from './wait.mjs';

export const password = 'a quiet harbour at dawn';
export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

let people = 0;

export class Person {
  #complaints = [];
  #expected = [];
  #token = '';

  /** Runs `story` with somebody who has an account (or none: `account: false`), and checks what their pages said. */
  static async play(options, story) {
    const person = await new Person().#arrive(options);
    try {
      await story(person);
      assert.deepEqual(person.complaints, [], 'the pages complained');
    } catch (error) {
      throw await person.#explained(error);
    } finally {
      await person.context.close();
    }
  }

  async #arrive({ account = true, name = 'Nora Newcomer', server, invitedBy, ...settings } = {}) {
    people += 1;
    this.name = name;
    this.email = `person-${people}-${process.pid}@example.com`;
    this.server = server ?? (await parley());
    this.context = await (
      await browser()
    ).newContext({
      baseURL: this.server.url,
      viewport: desktop,
      locale: 'en-GB',
      timezoneId: 'Europe/Vienna',
      serviceWorkers: 'block',
      ...settings,
    });
    this.context.setDefaultTimeout(15_000);
    await this.context.addInitScript(() =>
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        console.error(`Content-Security-Policy: ${violatedDirective} ${blockedURI}`),
      ),
    );
    this.context.on('page', (page) => this.#watch(page));
    if (account) await this.#makeAccount(invitedBy);
    this.page = await this.context.newPage();
    return this;
  }

  #watch(page) {
    const complain = (text) => this.#complaints.push(text);
    page.on('console', (message) => {
      if (message.type() === 'error') complain(`${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => complain(String(error.stack ?? error)));
    page.on('response', (response) => {
      if (response.status() >= 500) complain(`${response.status()} from ${response.url()}`);
    });
  }

  /** In a workspace of one's own, or in that of whoever invites. */
  async #makeAccount(host) {
    const { name, email } = this;
    const invited = await host?.api('POST', '/api/invitations', { email });
    const data = {
      ...(invited
        ? { invitation: new URL(invited.url).hash.replace('#invitation=', '') }
        : { workspace_name: `${name} & Co` }),
      name,
      email,
      password,
      time_zone: 'Europe/Vienna',
    };
    const response = await this.context.request.post('/api/auth/register', { data });
    assert.equal(response.status(), 201, await response.text());
    this.#token = (await response.json()).access_token;
  }

  /** The error together with what every page showed when it happened. */
  async #explained(error) {
    const shown = await Promise.all(
      this.context.pages().map(async (page) => {
        const picture = await page
          .locator('body')
          .ariaSnapshot({ timeout: 2_000 })
          .catch(() => '');
        return `--- ${page.url()}\n${picture}`;
      }),
    );
    return new Error([error.message, ...shown, ...this.complaints].join('\n'), { cause: error });
  }

  get complaints() {
    return this.#complaints.filter((text) => !this.#expected.some((pattern) => pattern.test(text)));
  }

  /** A complaint that belongs to the story, such as the browser's word about a refused request. */
  expects(...patterns) {
    this.#expected.push(...patterns);
  }

  /** One more tab, behind the one that is used: a browser is slow to click in what nobody sees. */
  async tab(path) {
    const page = await this.context.newPage();
    await page.goto(path);
    await this.page.bringToFront();
    return page;
  }

  /** The API as this person; for preparing and checking what the story is not about. */
  async api(method, path, data, headers = {}) {
    const response = await this.context.request.fetch(path, {
      method,
      data,
      headers: { authorization: `Bearer ${this.#token}`, ...headers },
    });
    const text = await response.text();
    assert.ok(response.ok(), `${method} ${path}: ${response.status()} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  async signUp(page = this.page) {
    await page.getByLabel('Your name').fill(this.name);
    await page.getByLabel('Company or team').fill(`${this.name} & Co`);
    await page.getByLabel('Work email').fill(this.email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Create account' }).click();
    await appears(composer(page));
  }

  async signIn({ page = this.page, secret = password } = {}) {
    await page.getByLabel('Email').fill(this.email);
    await page.getByLabel('Password', { exact: true }).fill(secret);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }

  /** Says something to the assistant and waits for the whole answer, which is answered as a locator. */
  async say(text, page = this.page) {
    const answer = await this.begin(text, page);
    await finished(answer);
    return answer;
  }

  /** Says something and waits only until an answer has begun. */
  async begin(text, page = this.page) {
    const before = await answers(page).count();
    await composer(page).fill(text);
    await composer(page).press('Enter');
    const answer = answers(page).nth(before);
    await answer.waitFor({ state: 'attached' });
    return answer;
  }
}

export function composer(page) {
  return page.getByLabel('Message to the assistant');
}

export function answers(page) {
  return page.getByRole('log').getByRole('article', { name: 'Parley' });
}

export function finished(answer) {
  return vanishes(answer.getByText('Parley is answering'));
}

/** Reaches a control as somebody without a mouse does. */
export async function tabTo(locator, { back = false, limit = 80 } = {}) {
  const page = locator.page();
  const isThere = () => locator.evaluate((element) => element === document.activeElement);
  for (let i = 0; i < limit; i += 1) {
    if (await isThere()) return;
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`The keyboard does not reach ${locator}`);
}

/** Presses both keys of a shortcut, again where they came too far apart. The second alone must do nothing. */
export async function shortcut(page, keys, path) {
  await until(`“${keys}” leads to ${path}`, async () => {
    for (const key of keys.split(' ')) await page.keyboard.press(key);
    return (await page.evaluate(() => location.pathname + location.search)) === path;
  });
}

export async function pathIs(page, path) {
  await until(`the address is ${path}`, () => {
    const { pathname, search } = new URL(page.url());
    if (typeof path === 'function') return path(pathname + search);
    return typeof path === 'string' ? pathname + search === path : path.test(pathname + search);
  });
}
