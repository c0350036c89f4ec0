import '@fontsource-variable/geist-mono/wght.css';
import { Link } from '@tanstack/react-router';
import { memo, useMemo } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { markdownBlocks } from '@/lib/markdown-blocks';
import { answerLink } from '@/lib/markdown-links';
import css from './markdown.module.css';
import { copy } from './copy';
import { CopyButton } from './copy-button';
import { m } from './messages';

interface MarkdownProps {
  text: string;
  growing: boolean;
}

// An answer's text. Each top-level block is parsed once; while the text grows only the last changes.
export default function Markdown({ text, growing }: MarkdownProps) {
  const blocks = useMemo(() => markdownBlocks(text, growing), [text, growing]);
  const top = Math.min(...blocks.map(({ depth }) => depth ?? 6));
  return (
    <div className={css.markdown} data-markdown="">
      {blocks.map(({ source, depth }, index) => (
        <Block key={index} source={source} isTop={depth === top} />
      ))}
    </div>
  );
}

const plugins = [remarkGfm];

interface BlockProps {
  source: string;
  // A heading of the text's highest level.
  isTop: boolean;
}

const Block = memo(function Block({ source, isTop }: BlockProps) {
  return (
    <ReactMarkdown
      remarkPlugins={plugins}
      components={isTop ? topComponents : components}
      urlTransform={safeUrl}
    >
      {source}
    </ReactMarkdown>
  );
});

// However an answer numbers its headings, they stand below the page's own, in two levels.
function headings(Level: 'h2' | 'h3'): Components {
  const heading = ({ children }: { children?: React.ReactNode }) => <Level>{children}</Level>;
  return { h1: heading, h2: heading, h3: heading, h4: heading, h5: heading, h6: heading };
}

// Wide content scrolls by itself, by keyboard too.
const components: Components = {
  a: ({ href, children }) => <AnswerLink href={href}>{children}</AnswerLink>,
  img: ({ alt }) => <span className={css.image}>{m.message.imageHidden(alt ?? '')}</span>,
  ...headings('h3'),
  table: ({ children }) => (
    <div className={css.scroll} tabIndex={0} role="group" aria-label={m.message.table}>
      <table>{children}</table>
    </div>
  ),
  pre: ({ children }) => (
    <div className={css.code}>
      <pre tabIndex={0} role="group" aria-label={m.message.code}>
        {children}
      </pre>
      <CopyButton className={css.copy} label={m.message.copyCode} copy={copyCode} />
    </div>
  ),
};

const topComponents: Components = { ...components, ...headings('h2') };

function copyCode(button: HTMLElement): Promise<boolean> {
  return copy((button.parentElement?.querySelector('code')?.textContent ?? '').replace(/\n$/, ''));
}

function safeUrl(url: string): string {
  return answerLink(url, location.origin).kind === 'none' ? '' : url;
}

function AnswerLink({ href, children }: { href: string | undefined; children: React.ReactNode }) {
  const link = answerLink(href, location.origin);
  if (link.kind === 'none') return <span>{children}</span>;
  if (link.kind === 'page') {
    return (
      <Link to={link.path as '/'} search={link.search as never}>
        {children}
      </Link>
    );
  }
  return (
    <a href={link.href} target="_blank" rel="noopener noreferrer nofollow" title={link.href}>
      {children}
      {link.host && !saysHost(children, link.host) && (
        <span className={css.host}> {link.host}</span>
      )}
    </a>
  );
}

// Only a text that is an address of the same host leaves no doubt where the link leads.
function saysHost(children: React.ReactNode, host: string): boolean {
  if (typeof children !== 'string') return false;
  const address = /^https?:/i.test(children) ? children : `https://${children}`;
  if (!URL.canParse(address)) return false;
  const said = new URL(address);
  return said.host === host && !said.username;
}
