// An answer without its markup, for while the renderer is on its way. A text that still grows may end
// in the middle of a link: of that only the words show.
export function withoutMarkup(text: string): string {
  return text
    .split('\n')
    .filter((line) => !isRule(line))
    .map(plainLine)
    .join('\n');
}

// Lines that are markup alone: fences, and the line under a table's head.
function isRule(line: string): boolean {
  return /^\s*(```|~~~)/.test(line) || /^[\s|:-]*-[\s|:-]*$/.test(line);
}

function plainLine(line: string): string {
  const inline = line
    .replace(/!?\[([^\]]*)\](\([^)]*\)?|$)/g, '$1')
    .replace(/!?\[([^\]]*)$/, '$1')
    .replace(/\*\*|~~|`|(?<![\p{L}\p{M}\p{N}])__|__(?![\p{L}\p{M}\p{N}])/gu, '')
    .replace(/(^|[\s(])[*_](?=\S)|(\S)[*_](?=[\s).,;:!?]|$)/g, '$1$2')
    .replace(/\\([\\`*_[\]()<>#+.!|~-])/g, '$1');
  return asCells(inline)
    .replace(/^\s{0,3}#{1,6}\s+/, '')
    .replace(/^\s{0,3}>\s?/, '')
    .replace(/^(\s*)[-*+]\s+/, '$1• ');
}

function asCells(line: string): string {
  if (!/^\s*\|.*\|\s*$/.test(line)) return line;
  const cells = line.split('|').map((cell) => cell.trim());
  return cells.filter(Boolean).join(' · ');
}
