import { lexer } from 'marked';
import remend from 'remend';

export interface MarkdownBlock {
  source: string;
  // 1 to 6 for a heading.
  depth: number | null;
}

// The top-level blocks of a text. While the text still grows, its open emphasis, links and fences
// are closed first, so that only the last block changes from one delta to the next.
export function markdownBlocks(text: string, growing: boolean): MarkdownBlock[] {
  return lexer(growing ? remend(text) : text)
    .filter((token) => token.type !== 'space')
    .map((token) => ({
      source: token.raw,
      depth: token.type === 'heading' ? (token as { depth: number }).depth : null,
    }));
}
