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
  const undo = async (runId: string, changeIds: string[]) => {
    await undoRun(runId);
    chat.undone(changeIds);
  };
  const say = (text: string) => void chat.send(chatKey, text, picked);
  return {
    say,
    sendAgain: (entry) => chat.sendAgain(chatKey, entry, picked),
    sayAgain: async (runId, changeIds) => {
      if (changeIds.length) await undo(runId, changeIds);
      chat.sayAgain(chatKey, runId, picked);
    },
    decide: (approvalId, decision, edited, always) =>
      chat.decide(chatKey, approvalId, decision, edited, always),
    undo: async (changeId) => {
      await undoChange(changeId);
      chat.undone([changeId]);
    },
    undoRun: undo,
    chooseModel,
    modelName: (id) => {
      const model = models.find((other) => other.id === id);
      return model ? modelLabel(model) : id;
    },
  };
}
