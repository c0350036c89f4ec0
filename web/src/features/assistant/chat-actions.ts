import { createContext, useContext } from 'react';
import type { Arguments, Decision } from '@/api/run-events';
import type { UserEntry } from './chat/transcript';

// What the cards of a conversation can do; the same until the models are known or another is chosen.
export interface ChatActions {
  say: (text: string) => void;
  sendAgain: (entry: UserEntry) => void;
  takeBack: (entry: UserEntry) => void;
  // Has the run's answer made anew, once the changes that are named are undone.
  sayAgain: (runId: string, changeIds: string[]) => Promise<void>;
  decide: (
    approvalId: string,
    decision: Decision,
    edited: Arguments | null,
    always?: boolean,
  ) => void;
  // Each as its card shows it.
  decideAll: (decision: Decision, approvalIds: string[]) => void;
  undo: (changeId: string) => Promise<void>;
  undoRun: (runId: string, changeIds: string[]) => Promise<void>;
  chooseModel: () => void;
  modelName: (id: string | null) => string | null;
}

export const ChatActionsContext = createContext<ChatActions | null>(null);

export function useChatActions(): ChatActions {
  const actions = useContext(ChatActionsContext);
  if (!actions) throw new Error('No conversation around this card');
  return actions;
}
