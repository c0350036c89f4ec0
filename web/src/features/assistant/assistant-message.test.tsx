import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { RunStatus } from '@/api/run-events';
import { AssistantMessage } from './assistant-message';
import { approval } from './chat/test-events';
import type { Part, RunEntry, ToolPart } from './chat/transcript';
import { fetchMarkdown } from './answer-text';
// Here before any test has to wait for it.
import './markdown';
import { renderOnPage } from './test-page';

const lookUp = (id: string, title: string, found: string[] = []): ToolPart => ({
  type: 'tool',
  call_id: id,
  tool: 'find_contacts',
  title,
  arguments: {},
  status: 'done',
  record: null,
  records: found.map((name) => ({ type: 'contact', id: name, name })),
  changes: [],
  change_id: null,
  undone: false,
  error: null,
});

const show = (parts: Part[], status: RunStatus = 'completed', isLast = true) => {
  const run: RunEntry = {
    kind: 'run',
    key: 'run-1',
    runId: 'run-1',
    model: 'builtin',
    modelName: null,
    status,
    parts,
    usage: null,
    replaces: null,
    createdAt: null,
    lastSeq: 1,
    early: [],
  };
  return renderOnPage(<AssistantMessage run={run} isLast={isLast} deciding={{}} />);
};

describe('an answer', () => {
  it('shows look-ups in a row as one line, and each of them on a closer look', async () => {
    await show([
      lookUp('1', 'Find tasks'),
      lookUp('2', 'Find projects'),
      lookUp('3', 'Find contacts', ['Ada Park']),
      { type: 'text', text: 'There she is.' },
      lookUp('4', 'Find organizations'),
    ]);
    const line = screen.getByText('3 look-ups').closest('details') as HTMLElement;
    expect(line.textContent).toContain('1 record');
    expect(within(line).getByText('Find tasks')).toBeTruthy();
    expect(within(line).getByRole('link', { name: 'Ada Park', hidden: true })).toBeTruthy();
    expect(screen.getByText('Find organizations').closest('details')).toBeNull();
  });

  it('offers what to reply only until something was said', async () => {
    const question: Part = {
      type: 'question',
      text: 'Which Ada?',
      options: [{ id: '1', label: 'Ada Park' }],
      answered: false,
    };
    const { unmount } = await show([question], 'awaiting_answer');
    expect(screen.getByRole('button', { name: 'Ada Park' })).toBeTruthy();
    unmount();
    await show([question], 'awaiting_answer', false);
    expect(screen.queryByRole('button', { name: 'Ada Park' })).toBeNull();
  });

  it('is approved as a whole where several wait, unless a card is being edited', async () => {
    const asks = ['1', '2'].map((id): Part => ({
      ...approval(id, `call-${id}`),
      type: 'approval',
      arguments: { name: 'Ada' },
      status: 'open',
    }));
    const { actions } = await show(asks, 'awaiting_approval');
    const all = screen.getByRole<HTMLButtonElement>('button', { name: 'Approve all 2' });
    await userEvent.click(screen.getAllByRole('button', { name: 'Edit' })[0] as HTMLElement);
    expect(all.disabled).toBe(true);
    await userEvent.click(screen.getByRole('button', { name: 'Discard edits' }));
    await userEvent.click(all);
    expect(actions.decideAll).toHaveBeenCalledWith('approve', ['1', '2']);
  });

  it('that was cut off works on nothing any more', async () => {
    const call: ToolPart = { ...lookUp('1', 'Create contact'), status: 'running' };
    const { unmount } = await show([call], 'running');
    expect(screen.getByRole('img', { name: 'Working…' })).toBeTruthy();
    unmount();
    await show([call], 'interrupted');
    expect(screen.getByRole('img', { name: 'Not done' })).toBeTruthy();
  });

  it.each(['stopped', 'interrupted', 'failed'] as const)(
    'that was %s in the middle of its markup shows none of it',
    async (status) => {
      fetchMarkdown();
      await show([{ type: 'text', text: 'She works at **Initech*' }], status);
      expect((await screen.findByText('Initech')).tagName).toBe('STRONG');
      expect(document.body.textContent).not.toContain('*');
    },
  );
});
