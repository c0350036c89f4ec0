import { expect, it, vi } from 'vitest';
import { chat } from './chat/use-chat';
import { conversationActions } from './conversation-actions';
import { undoChange } from './queries';

vi.mock('./queries', () => ({ undoChange: vi.fn(), undoRun: vi.fn(), fetchMessages: vi.fn() }));

const actions = () =>
  conversationActions({ chatKey: 'c', picked: null, models: [], chooseModel: vi.fn() });

it('a refused undo looks at what became of the change, and says why it was refused', async () => {
  const refresh = vi.spyOn(chat, 'refresh').mockResolvedValue(undefined);
  vi.mocked(undoChange).mockRejectedValue(new Error('Undone already.'));
  await expect(actions().undo('change-1')).rejects.toThrow('Undone already.');
  expect(refresh).toHaveBeenCalledWith('c');
});
