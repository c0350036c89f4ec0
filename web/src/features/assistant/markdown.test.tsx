import { describe, expect, it } from 'vitest';
import Markdown from './markdown';
import { renderOnPage } from './test-page';

const shown = async (text: string) =>
  (await renderOnPage(<Markdown text={text} growing={false} />)).container;

describe('the text of an answer', () => {
  it('shows raw HTML as text', async () => {
    const page = await shown(
      'Hello <img src=x onerror=alert(1)> <script>alert(1)</script> <b>you</b>',
    );
    expect(page.querySelector('img, script, b')).toBeNull();
    expect(page.textContent).toContain('<script>');
  });

  it('loads no image, and says what it left out', async () => {
    const page = await shown('![a map](https://evil.example/p.png?secret=1)');
    expect(page.querySelector('img')).toBeNull();
    expect(page.innerHTML).not.toContain('evil.example');
    expect(page.textContent).toContain('Image not shown: a map');
  });

  it.each(['[click](javascript:alert(1))', '[click](data:text/html,x)', '[click](/api/me)'])(
    'makes no link of %s',
    async (text) => {
      const page = await shown(text);
      expect(page.querySelector('a')).toBeNull();
      expect(page.textContent).toContain('click');
    },
  );

  it('links records within the page and names the host of what lies outside', async () => {
    const page = await shown('[Ada](/contacts/1) and [the register](https://register.example/a)');
    const [inside, outside] = page.querySelectorAll('a');
    expect(inside?.getAttribute('href')).toBe('/contacts/1');
    expect(inside?.hasAttribute('target')).toBe(false);
    expect(outside?.rel).toContain('noopener');
    expect(outside?.textContent).toContain('register.example');
  });

  it.each([
    ['https://bank.example', 'https://other.example/a'],
    ['bank.example?to=other.example', 'https://other.example/a'],
    ['https://bank.example@other.example', 'https://other.example/a'],
    ['https://www.a.company.example', 'https://a.co'],
  ])('names the host of a link that reads like another address: %s', async (text, target) => {
    const page = await shown(`[${text}](${target})`);
    expect(page.querySelector('a > span')?.textContent).toBe(` ${new URL(target).host}`);
  });

  it('names no host twice', async () => {
    const page = await shown(
      'https://register.example/a and [register.example](https://register.example)',
    );
    expect(page.querySelectorAll('a')).toHaveLength(2);
    expect(page.querySelector('a > span')).toBeNull();
  });

  it('starts its headings below those of the page', async () => {
    const levels = async (text: string) =>
      [...(await shown(text)).querySelectorAll('h1, h2, h3, h4')].map(({ tagName }) => tagName);
    expect(await levels('# One\n\n## Two')).toEqual(['H2', 'H3']);
    expect(await levels('### One\n\ntext\n\n### Two')).toEqual(['H2', 'H2']);
  });

  it('lets a wide table scroll by keyboard', async () => {
    const page = await shown('| a | b |\n|---|---|\n| 1 | 2 |');
    expect(page.querySelector('[role=group][tabindex="0"] table')).not.toBeNull();
  });
});
