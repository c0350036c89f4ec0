import { expect, it } from 'vitest';
import { richText } from './copy';

it('what is copied keeps its form and links back here, without what belongs to the page', () => {
  document.body.innerHTML = `<article><div data-markdown class="x"><p class="y" tabindex="0">Hi
    <a href="/contacts/1" class="z">Ada</a></p><pre>code</pre><button>Copy</button></div><p>not this</p></article>`;
  const html = richText(document.body.firstElementChild as Element);
  expect(html).toContain(`<a href="${location.origin}/contacts/1">Ada</a>`);
  expect(html).toContain('<pre>code</pre>');
  for (const gone of ['class', 'tabindex', 'button', 'not this']) expect(html).not.toContain(gone);
});
