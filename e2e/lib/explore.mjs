import { browser, parley } from './stage.mjs';
console.time('server');
const s = await parley();
console.timeEnd('server');
console.time('browser');
const b = await browser();
console.timeEnd('browser');
const c = await b.newContext({
  baseURL: s.url,
  serviceWorkers: 'block',
  viewport: { width: 1440, height: 900 },
});
const p = await c.newPage();
p.on('console', (m) => console.log('CONSOLE', m.type(), m.text()));
p.on('pageerror', (e) => console.log('PAGEERROR', e));
await p.goto('/');
await p.getByRole('link', { name: 'Create an account' }).click();
await p.getByLabel('Your name').fill('Nora New');
await p.getByLabel('Company or team').fill('Nora & Co');
await p.getByLabel('Work email').fill('nora@example.com');
await p.getByLabel('Password', { exact: true }).fill('correct horse battery');
await p.getByRole('button', { name: 'Create account' }).click();
await p.getByLabel('Message to the assistant').waitFor();
console.log(await p.locator('body').ariaSnapshot());
const p2 = await c.newPage();
await p2.goto('/contacts');
await p2.getByText('Your people live here').waitFor();
await p
  .getByLabel('Message to the assistant')
  .fill('I just met Ada Park, she is the CTO of Initech, save her');
await p.keyboard.press('Enter');
await p2.getByRole('link', { name: 'Ada Park' }).first().waitFor();
console.log(await p2.locator('main').ariaSnapshot());
await p.getByRole('button', { name: 'Copy' }).waitFor();
console.log(p.url(), await p.locator('main').ariaSnapshot());
await p.screenshot({ path: '/tmp/x1.png' });
await p.getByLabel('Message to the assistant').fill('delete Ada Park');
await p.keyboard.press('Enter');
await p.getByRole('button', { name: 'Approve' }).waitFor();
console.log(p.url(), await p.getByRole('log').ariaSnapshot());
await p.screenshot({ path: '/tmp/x2.png' });
await p2.getByRole('link', { name: 'Ada Park' }).first().click();
await p2.getByRole('heading', { level: 1 }).waitFor();
console.log(await p2.locator('main').ariaSnapshot());
await p2.screenshot({ path: '/tmp/x3.png' });
