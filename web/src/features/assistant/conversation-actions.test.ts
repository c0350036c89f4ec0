import { expect, it, vi } from 'vitest';
import { said } from './chat/test-events';
import { chat } from './chat/use-chat';
import { conversationActions } from './conversation-actions';
import { undoChange } from './queries';

vi.mock('./queries', () => ({ undoChange: vi.fn(), undoRun: vi.fn(), fetchMessages: vi.fn() }));

const actions = () =>
  conversationActions({ chatKey: 'c', picked: null, models: [], chooseModel: vi.fn() });

const refused = said({ delivery: 'failed', error: 'Too fast.' });

it('a refused undo looks at what became of the change, and says why it was refused', async () => {
  const refresh = vi.spyOn(chat, 'refresh').mockResolvedValue(undefined);
  vi.mocked(undoChange).mockRejectedValue(new Error('Undone already.'));
  await expect(actions().undo('change-1')).rejects.toThrow('Undone already.');
  expect(refresh).toHaveBeenCalledWith('c');
});

it('says why a refused message is not sent again while too many wait', () => {
  vi.spyOn(chat, 'sendAgain').mockReturnValue(false);
  expect(actions().sendAgain(refused)).toMatch('messages wait already');
});
