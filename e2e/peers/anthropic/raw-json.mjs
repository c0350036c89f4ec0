// JSON as text: the append-only rule is about bytes, which a parsed document no longer has.

function skipBlanks(text, at) {
  while (at < text.length && ' \t\r\n'.includes(text[at])) at += 1;
  return at;
}

function endOfString(text, at) {
  at += 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function endOfValue(text, at) {
  if (text[at] === '"') return endOfString(text, at);
  if (text[at] !== '{' && text[at] !== '[') {
    while (at < text.length && !' \t\r\n,}]'.includes(text[at])) at += 1;
    return at;
  }
  let depth = 0;
  while (at < text.length) {
    if (text[at] === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (text[at] === '{' || text[at] === '[') depth += 1;
    if (text[at] === '}' || text[at] === ']') depth -= 1;
    at += 1;
    if (depth === 0) break;
  }
  return at;
}

/** The exact text of each element of an array; `text` must be valid JSON. */
export function rawElements(text) {
  const elements = [];
  let at = skipBlanks(text, skipBlanks(text, 0) + 1);
  while (at < text.length && text[at] !== ']') {
    const end = endOfValue(text, at);
    elements.push(text.slice(at, end));
    at = skipBlanks(text, end);
    if (text[at] === ',') at = skipBlanks(text, at + 1);
  }
  return elements;
}

/** The exact text of each member's value, by key; `text` must be valid JSON. */
export function rawMembers(text) {
  const members = {};
  let at = skipBlanks(text, skipBlanks(text, 0) + 1);
  while (at < text.length && text[at] !== '}') {
    const keyEnd = endOfString(text, at);
    const key = JSON.parse(text.slice(at, keyEnd));
    at = skipBlanks(text, skipBlanks(text, keyEnd) + 1);
    const end = endOfValue(text, at);
    members[key] = text.slice(at, end);
    at = skipBlanks(text, end);
    if (text[at] === ',') at = skipBlanks(text, at + 1);
  }
  return members;
}
