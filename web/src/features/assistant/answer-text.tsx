import { lazy, Suspense } from 'react';
import css from './answer-text.module.css';

const load = () => import('./markdown');
const Markdown = lazy(load);

// Fetched ahead, so that the first answer does not show its markup meanwhile.
export function fetchMarkdown(): void {
  void load().catch(() => undefined);
}

interface AnswerTextProps {
  text: string;
  growing?: boolean;
}

// Text of an answer; readable as it is until the markdown chunk is here.
export function AnswerText({ text, growing = false }: AnswerTextProps) {
  return (
    <Suspense fallback={<p className={css.plain}>{text}</p>}>
      <Markdown text={text} growing={growing} />
    </Suspense>
  );
}
