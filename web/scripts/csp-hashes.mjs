// Prints the CSP source of each inline script of dist/index.html, one a line: 'sha256-…'.
// The server computes the same when it starts: base64(SHA-256(the text between <script> and
// </script>, byte for byte)), for every <script> without a src.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const page = readFileSync(new URL('../dist/index.html', import.meta.url), 'utf8');

for (const [, text] of page.matchAll(/<script>([\s\S]*?)<\/script>/g)) {
  console.log(`'sha256-${createHash('sha256').update(text).digest('base64')}'`);
}
