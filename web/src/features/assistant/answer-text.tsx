import { type ComponentType, lazy, Suspense } from 'react';
import { withoutMarkup } from '@/lib/markdown-plain';
import css from './answer-text.module.css';

interface AnswerTextProps {
  text: string;
  growing?: boolean;
}

type Renderer = ComponentType<{ text: string; growing: boolean }>;

let renderer: Renderer | null = null;

const load = () =>
  import('./markdown').then((part) => {
    renderer = part.default;
    return part;
  });

// An answer stays readable where the chunk does not come.
const Markdown = lazy<Renderer>(() => load().catch(() => ({ default: Plain })));

// Fetched ahead, so that the first answer comes as it is meant.
export function fetchMarkdown(): void {
  if (!renderer) void load().catch(() => undefined);
}

function Plain({ text }: AnswerTextProps) {
  return <p className={css.plain}>{withoutMarkup(text)}</p>;
}

// Text of an answer; without its markup until the markdown chunk is here.
export function AnswerText({ text, growing = false }: AnswerTextProps) {
  // Once it is here nothing waits for it, not even for a moment.
  if (renderer) {
    const Known = renderer;
    return <Known text={text} growing={growing} />;
  }
  return (
    <Suspense fallback={<Plain text={text} />}>
      <Markdown text={text} growing={growing} />
    </Suspense>
  );
}
