import type { QuestionPart } from './chat/transcript';
import { AnswerText } from './answer-text';
import { useChatActions } from './chat-actions';
import { m } from './messages';
import css from './question-chips.module.css';

interface QuestionChipsProps {
  part: QuestionPart;
  // The question stands in the text above already.
  said: boolean;
  // Nothing was said since: an answer given is not given twice.
  isLast: boolean;
}

export function QuestionChips({ part, said, isLast }: QuestionChipsProps) {
  const { say } = useChatActions();
  return (
    <div className={css.question}>
      {!said && <AnswerText text={part.text} />}
      {!part.answered && isLast && part.options.length > 0 && (
        <div className={css.options} role="group" aria-label={m.question.label}>
          {part.options.map((option) => (
            <button
              key={option.id}
              type="button"
              className={css.option}
              onClick={() => say(option.label)}
            >
              {option.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
