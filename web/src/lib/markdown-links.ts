// What a link in an answer may do. Answers can repeat text of strangers, so nothing else is followed.
export type AnswerLink =
  | { kind: 'page'; path: string; search: Record<string, string> }
  | { kind: 'outside'; href: string; host: string | null }
  | { kind: 'none' };

const pages =
  /^\/(assistant|contacts|organizations|projects|tasks|calendar|settings|feedback)(\/[\w-]+)?$/;
const outsideSchemes = new Set(['http:', 'https:', 'mailto:', 'tel:']);

export function answerLink(href: string | undefined, origin: string): AnswerLink {
  const address = parse(href, origin);
  if (!address) return { kind: 'none' };
  const isWeb = address.protocol === 'http:' || address.protocol === 'https:';
  if (isWeb && address.origin === origin) {
    if (!pages.test(address.pathname)) return { kind: 'none' };
    return {
      kind: 'page',
      path: address.pathname,
      search: Object.fromEntries(address.searchParams),
    };
  }
  if (!outsideSchemes.has(address.protocol)) return { kind: 'none' };
  if (isWeb && (address.username || address.password)) return { kind: 'none' };
  return { kind: 'outside', href: address.href, host: isWeb ? address.host : null };
}

// Relative addresses count only from the root: "contacts/1" would depend on where the reader is.
function parse(href: string | undefined, origin: string): URL | null {
  if (!href || !(href.startsWith('/') || /^[a-z][a-z\d+.-]*:/i.test(href))) return null;
  try {
    return new URL(href, origin);
  } catch {
    return null;
  }
}
