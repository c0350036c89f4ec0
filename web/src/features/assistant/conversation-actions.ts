import type { ChatActions } from './chat-actions';
import { chat } from './chat/use-chat';
import { modelLabel } from './model-words';
import { undoChange, undoRun } from './queries';

interface ConversationActionsOptions {
  chatKey: string;
  picked: string | null;
  models: { id: string; provider: string; name: string }[];
  chooseModel: () => void;
}

export function conversationActions(
  options: ConversationActionsOptions,
): Omit<ChatActions, 'takeBack'> {
  const { chatKey, picked, models, chooseModel } = options;
  const undo = async (undoing: Promise<unknown>, changeIds: string[]) => {
    try {
      await undoing;
      chat.undone(changeIds);
    } catch (error) {
      // Somebody else may have undone it.
      void chat.refresh(chatKey);
      throw error;
    }
  };
  const say = (text: string) => void chat.send(chatKey, text, picked);
  return {
    say,
    sendAgain: (entry) => chat.sendAgain(chatKey, entry, picked),
    sayAgain: async (runId, changeIds) => {
      if (changeIds.length) await undo(undoRun(runId), changeIds);
      chat.sayAgain(chatKey, runId, picked);
    },
    decide: (approvalId, decision, edited, always) =>
      chat.decide(chatKey, approvalId, decision, edited, always),
    decideAll: (decision, approvalIds) => chat.decideAll(chatKey, decision, approvalIds),
    undo: (changeId) => undo(undoChange(changeId), [changeId]),
    undoRun: (runId, changeIds) => undo(undoRun(runId), changeIds),
    chooseModel,
    modelName: (id) => {
      const model = models.find((other) => other.id === id);
      return model ? modelLabel(model) : id;
    },
  };
}
