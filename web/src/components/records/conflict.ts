import { create } from 'zustand';
import { same } from '@/lib/changes';

export type Values = Record<string, unknown>;

export interface Question {
  // Fields both sides changed, to be decided.
  fields: string[];
  labels: Record<string, string>;
  mine: Values;
  theirs: Values;
  // How a value reads; without it, as its text.
  text?: (field: string, value: unknown) => string;
  answer: (chosen: Values | null) => void;
}

export const useConflict = create<{ question: Question | null }>(() => ({ question: null }));

// The fields that I changed and that somebody else changed too, to something else.
export function overlapping(base: Values, mine: Values, theirs: Values): string[] {
  return Object.keys(mine).filter(
    (field) => !same(theirs[field], base[field]) && !same(theirs[field], mine[field]),
  );
}

// Asks the user field by field; answers what to write, or null to leave theirs.
export function askConflict(question: Omit<Question, 'answer'>): Promise<Values | null> {
  useConflict.getState().question?.answer(null);
  return new Promise((resolve) => {
    useConflict.setState({
      question: {
        ...question,
        answer: (chosen) => {
          useConflict.setState({ question: null });
          resolve(chosen);
        },
      },
    });
  });
}
