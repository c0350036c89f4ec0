import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { ApprovalCard } from './approval-card';
import type { ApprovalPart } from './chat/transcript';
import { renderOnPage } from './test-page';

const part: ApprovalPart = {
  type: 'approval',
  id: 'approval-1',
  call_id: 'call-1',
  tool: 'update_contact',
  title: 'Update contact',
  arguments: { id: 'c1', job_position: 'Buyer', metadata: { source: 'fair' } },
  summary: '',
  record: { type: 'contact', id: 'c1', name: 'Ada Park' },
  changes: [
    { field: 'job_position', before: 'Clerk', after: 'Buyer' },
    { field: 'phone', before: null, after: '+46 70 123' },
  ],
  status: 'open',
};

const show = () => renderOnPage(<ApprovalCard part={part} deciding={null} />);

describe('a card that asks for approval', () => {
  it('names the record and shows each field before and after', async () => {
    await show();
    expect(screen.getByRole('link', { name: 'Ada Park' }).getAttribute('href')).toBe(
      '/contacts/c1',
    );
    const rows = screen.getAllByRole('row').map((row) => row.textContent);
    expect(rows).toEqual(['FieldBeforeAfter', 'Job positionClerkBuyer', 'Phoneempty+46 70 123']);
  });

  it('approves and denies by keyboard', async () => {
    const { actions } = await show();
    screen.getByRole('button', { name: 'Approve' }).focus();
    await userEvent.keyboard('{Enter}');
    expect(actions.decide).toHaveBeenCalledWith('approval-1', 'approve', null);
    await userEvent.tab();
    await userEvent.keyboard(' ');
    expect(actions.decide).toHaveBeenLastCalledWith('approval-1', 'deny', null);
  });

  it('sends the arguments as they were edited, and never offers to change the record itself', async () => {
    const { actions } = await show();
    await userEvent.click(screen.getByRole('button', { name: 'Edit' }));
    expect(screen.queryByLabelText('Id')).toBeNull();
    const field = screen.getByLabelText('Job position');
    await userEvent.clear(field);
    await userEvent.type(field, 'Head buyer');
    await userEvent.click(screen.getByRole('button', { name: 'Approve with your changes' }));
    expect(actions.decide).toHaveBeenCalledWith('approval-1', 'approve', {
      id: 'c1',
      job_position: 'Head buyer',
      metadata: { source: 'fair' },
    });
  });

  it('leads into its first field when it is edited', async () => {
    await show();
    await userEvent.click(screen.getByRole('button', { name: 'Edit' }));
    expect(document.activeElement).toBe(screen.getByLabelText('Job position'));
  });

  it('cannot be approved while a field is not readable', async () => {
    await show();
    await userEvent.click(screen.getByRole('button', { name: 'Edit' }));
    await userEvent.type(screen.getByLabelText('Further fields'), 'x');
    expect(screen.getByText('This is not valid JSON.')).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: /Approve/ }).disabled).toBe(true);
  });

  it('writes statuses, priorities and days for people, also where they are edited', async () => {
    const task: ApprovalPart = {
      ...part,
      tool: 'update_task',
      arguments: { id: 't1', status: 'in_progress', priority: 'urgent', due_date: '2026-12-05' },
      changes: [
        { field: 'status', before: 'todo', after: 'in_progress' },
        { field: 'priority', before: null, after: 'urgent' },
        { field: 'due_date', before: '2027-01-31', after: '2026-12-05' },
        { field: 'metadata', before: null, after: { lead_source: 'fair' } },
      ],
    };
    const { actions } = await renderOnPage(<ApprovalCard part={task} deciding={null} />);
    const rows = screen.getAllByRole('row').map((row) => row.textContent);
    expect(rows).toContain('StatusTo doIn progress');
    expect(rows).toContain('PriorityemptyUrgent');
    expect(rows).toContain('Further fieldsemptyLead source: fair');
    expect(rows.find((row) => row.startsWith('Due date'))).toMatch(/31.*2027.*5.*2026/);
    expect(document.body.textContent).not.toMatch(/todo|in_progress|2026-12/);
    await userEvent.click(screen.getByRole('button', { name: 'Edit' }));
    await userEvent.selectOptions(screen.getByLabelText('Status'), 'Done');
    expect(screen.getByLabelText<HTMLInputElement>('Due date').type).toBe('date');
    await userEvent.click(screen.getByRole('button', { name: 'Approve with your changes' }));
    expect(actions.decide).toHaveBeenCalledWith(
      'approval-1',
      'approve',
      expect.objectContaining({ status: 'done', priority: 'urgent' }),
    );
  });

  const website = { id: '018f0000-0000-7000-8000-00000000000a', name: 'Website' };
  const relaunch = { id: '018f0000-0000-7000-8000-00000000000b', name: 'Relaunch' };
  const ben = { id: '018f0000-0000-7000-8000-00000000000c', name: 'Ben Okri' };
  const moved: ApprovalPart = {
    ...part,
    tool: 'update_task',
    arguments: { id: 't1', project_id: relaunch.id },
    changes: [{ field: 'project', before: website, after: relaunch }],
  };

  it('names the records that a change refers to, and lets nobody edit their ids', async () => {
    await renderOnPage(<ApprovalCard part={moved} deciding={null} />);
    const rows = screen.getAllByRole('row').map((row) => row.textContent);
    expect(rows).toEqual(['FieldBeforeAfter', 'ProjectWebsiteRelaunch']);
    expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull();
  });

  it('names them beside what can be edited, and sends them as they are', async () => {
    const { arguments: moving, changes } = moved;
    const task: ApprovalPart = {
      ...moved,
      arguments: { ...moving, name: 'Call', assignee: ben.id, assignees: [ben.id, relaunch] },
      changes: [...changes, { field: 'assignee', before: null, after: ben }],
    };
    const { actions } = await renderOnPage(<ApprovalCard part={task} deciding={null} />);
    await userEvent.click(screen.getByRole('button', { name: 'Edit' }));
    expect(screen.getByLabelText('Project').textContent).toBe('Relaunch');
    expect(screen.getByLabelText('Assignee').textContent).toBe('Ben Okri');
    expect(screen.getByLabelText('Assignees').textContent).toBe('Ben Okri, Relaunch');
    expect(screen.getAllByRole('textbox')).toHaveLength(1);
    await userEvent.type(screen.getByLabelText('Name'), ' Ada');
    await userEvent.click(screen.getByRole('button', { name: 'Approve with your changes' }));
    expect(actions.decide).toHaveBeenCalledWith('approval-1', 'approve', {
      ...task.arguments,
      name: 'Call Ada',
    });
  });

  it('lets nobody type an id where a reference is taken away', async () => {
    const cleared: ApprovalPart = {
      ...moved,
      arguments: { id: 't1', organization_id: null },
      changes: [{ field: 'organization', before: website, after: null }],
    };
    await renderOnPage(<ApprovalCard part={cleared} deciding={null} />);
    expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull();
  });

  it('shows an id whose record it does not know as it is', async () => {
    const unknown: ApprovalPart = {
      ...moved,
      arguments: { ...moved.arguments, name: 'Call' },
      changes: [{ field: 'project_id', before: null, after: relaunch.id }],
    };
    await renderOnPage(<ApprovalCard part={unknown} deciding={null} />);
    expect(screen.getByText(relaunch.id)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Edit' }));
    expect(screen.getByLabelText('Project').textContent).toBe(relaunch.id);
  });

  it('lets the same run at once from now on', async () => {
    const { actions } = await renderOnPage(
      <ApprovalCard part={{ ...part, can_be_allowed: true }} deciding={null} />,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Always allow' }));
    expect(actions.decide).toHaveBeenCalledWith('approval-1', 'approve', null, true);
  });

  it('does not offer to always allow what would be asked all the same', async () => {
    await show();
    expect(screen.queryByRole('button', { name: 'Always allow' })).toBeNull();
  });

  it('warns where text of strangers is in the conversation, and asks each time', async () => {
    await renderOnPage(<ApprovalCard part={{ ...part, untrusted: true }} deciding={null} />);
    expect(screen.getByText(/Text from outside/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Always allow' })).toBeNull();
  });

  it('offers no decision twice', async () => {
    await renderOnPage(<ApprovalCard part={part} deciding="approve" />);
    const buttons = screen.getAllByRole<HTMLButtonElement>('button');
    expect(buttons.every((button) => button.disabled)).toBe(true);
  });

  it('is a line once it is decided', async () => {
    await renderOnPage(<ApprovalCard part={{ ...part, status: 'denied' }} deciding={null} />);
    expect(screen.getByText('You denied this')).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });
});
