const segments = new Intl.Segmenter();
const tints = ['ember', 'slate', 'spruce', 'ochre'] as const;
export type Tint = (typeof tints)[number];

// First letters of the first and the last word, in any script; of a name without letters, its first
// sign, such as an emoji.
export function initials(name: string): string {
  const words = called(name);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  const letters = ends.map((word) => firstCharacter(word ?? '').toLocaleUpperCase()).join('');
  return letters || firstOf(name.trim());
}

// What friends say: of "Dr. Ada Park" it is Ada.
export function firstName(name: string): string {
  return called(name)[0] ?? '';
}

const title = /^(?:dr|prof|mr|mrs|ms|mx)\.?$/i;

// The words of a name without titles, unless it is nothing else.
function called(name: string): string[] {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const names = words.filter((word) => !title.test(word));
  return names.length > 0 ? names : words;
}

// The same name always gets the same colour.
export function tintOf(name: string): Tint {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return tints[hash % tints.length] ?? 'spruce';
}

function firstCharacter(word: string): string {
  return firstOf(word.replace(/^[^\p{L}\p{N}]+/u, ''));
}

// As one sees it: an emoji of several code points is one sign.
function firstOf(text: string): string {
  // Cutting up text by the rules of all scripts is slow, and most names need none of it.
  if (/^[ -~](?:[ -~]|$)/.test(text)) return text.charAt(0);
  for (const { segment } of segments.segment(text)) return segment;
  return '';
}
