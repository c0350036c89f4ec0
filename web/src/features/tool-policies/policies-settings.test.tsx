import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '@/api/client';
import { queryClient } from '@/api/query-client';
import { PoliciesSettings } from './policies-settings';
import type { ToolRule } from './policy-queries';

const rule: ToolRule = {
  tool: 'delete_contact',
  title: 'Delete contact',
  summary: 'Delete a contact.',
  effect: 'destroy',
  policy: 'ask',
  usual: 'ask',
  own: null,
  workspace: null,
};

const answer = (data: unknown) => ({ data, response: new Response() }) as never;

const show = async (rules: ToolRule[]) => {
  vi.spyOn(api, 'GET').mockResolvedValue(answer({ items: rules }));
  render(
    <QueryClientProvider client={queryClient}>
      <PoliciesSettings />
    </QueryClientProvider>,
  );
  return screen.findByRole('radiogroup', { name: 'Delete contact' });
};

const chosen = (group: HTMLElement) =>
  within(group)
    .getAllByRole<HTMLInputElement>('radio')
    .find((radio) => radio.checked)
    ?.closest('label')?.textContent;

describe('what the assistant may do', () => {
  beforeEach(() => {
    queryClient.clear();
    vi.restoreAllMocks();
  });

  it('shows what holds and keeps what is chosen', async () => {
    const put = vi
      .spyOn(api, 'PUT')
      .mockResolvedValue(answer({ ...rule, own: 'allow', policy: 'allow' }));
    const group = await show([rule]);
    expect(chosen(group)).toBe('Ask');
    await userEvent.click(within(group).getByText('Allow'));
    expect(put).toHaveBeenCalledWith('/api/tool-policies/{tool}', {
      params: { path: { tool: 'delete_contact' } },
      body: { policy: 'allow' },
    });
    expect(chosen(group)).toBe('Allow');
  });

  it('keeps quick choices in their order, and shows the last meanwhile', async () => {
    let answerFirst!: (first: never) => void;
    const put = vi
      .spyOn(api, 'PUT')
      .mockReturnValueOnce(new Promise((done) => (answerFirst = done)))
      .mockResolvedValue(answer({ ...rule, own: 'block', policy: 'block' }));
    const group = await show([rule]);
    await userEvent.click(within(group).getByText('Allow'));
    await userEvent.click(within(group).getByText('Block'));
    expect(put).toHaveBeenCalledOnce();
    expect(chosen(group)).toBe('Block');
    answerFirst(answer({ ...rule, own: 'allow', policy: 'allow' }));
    await waitFor(() => expect(put).toHaveBeenCalledTimes(2));
    expect(put.mock.lastCall?.[1]).toMatchObject({ body: { policy: 'block' } });
    await waitFor(() => expect(queryClient.isMutating()).toBe(0));
    expect(chosen(group)).toBe('Block');
  });

  it('goes back and says why where the choice was not kept', async () => {
    vi.spyOn(api, 'PUT').mockRejectedValue(new Error('No network.'));
    const group = await show([rule]);
    await userEvent.click(within(group).getByText('Block'));
    expect((await screen.findByRole('alert')).textContent).not.toBe('');
    expect(chosen(group)).toBe('Ask');
  });

  it('says what the workspace wants', async () => {
    await show([{ ...rule, workspace: 'block', policy: 'block' }]);
    expect(screen.getByText('The workspace sets “Block”')).toBeTruthy();
  });
});
