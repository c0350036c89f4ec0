import type { ChatActions } from './chat-actions';
import { limits } from './chat/conversation';
import type { UserEntry } from './chat/transcript';
import { chat } from './chat/use-chat';
import { m } from './messages';
import { modelLabel } from './model-words';
import { undoChange, undoRun } from './queries';

interface ConversationActionsOptions {
  chatKey: string;
  picked: string | null;
  models: { id: string; provider: string; name: string }[];
  chooseModel: () => void;
}

// What sends answers why it was not taken, or null.
interface ConversationActions extends Omit<ChatActions, 'say' | 'sendAgain' | 'takeBack'> {
  say: (text: string) => string | null;
  sendAgain: (entry: UserEntry) => string | null;
}

export function conversationActions(options: ConversationActionsOptions): ConversationActions {
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
  const full = m.composer.queueFull(limits.queuedMessages);
  return {
    say: (text) => (chat.send(chatKey, text, picked) ? null : full),
    sendAgain: (entry) => {
      if (chat.sendAgain(chatKey, entry, picked)) return null;
      return entry.replaces ? m.composer.stillAnswering : full;
    },
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
