import { lazy, Suspense } from 'react';
import css from './answer-text.module.css';

const load = () => import('./markdown');
// An answer stays readable where the chunk does not come.
const Markdown = lazy(() => load().catch(() => ({ default: Plain })));

// Fetched ahead, so that the first answer does not show its markup meanwhile.
export function fetchMarkdown(): void {
  void load().catch(() => undefined);
}

interface AnswerTextProps {
  text: string;
  growing?: boolean;
}

function Plain({ text }: AnswerTextProps) {
  return <p className={css.plain}>{text}</p>;
}

// Text of an answer; readable as it is until the markdown chunk is here.
export function AnswerText({ text, growing = false }: AnswerTextProps) {
  return (
    <Suspense fallback={<Plain text={text} />}>
      <Markdown text={text} growing={growing} />
    </Suspense>
  );
}
