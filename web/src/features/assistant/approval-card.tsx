import {
  IconBan,
  IconCheck,
  IconChecks,
  IconPencil,
  IconShieldExclamation,
  IconX,
} from '@tabler/icons-react';
import { memo, useId, useState } from 'react';
import type { Arguments, Decision } from '@/api/run-events';
import { AnswerText } from './answer-text';
import { ApprovalForm } from './approval-form';
import css from './cards.module.css';
import caution from './caution.module.css';
import { useChatActions } from './chat-actions';
import type { ApprovalPart } from './chat/transcript';
import { ChangeTable } from './change-table';
import { m } from './messages';
import { RecordChip } from './record-chip';
import { isEditable } from './values';

interface ApprovalCardProps {
  part: ApprovalPart;
  // The decision that is on its way.
  deciding: Decision | null;
  // Whether what will be done is being edited here.
  onEditing?: (approvalId: string, editing: boolean) => void;
}

export const ApprovalCard = memo(function ApprovalCard(props: ApprovalCardProps) {
  return props.part.status === 'open' ? <OpenApproval {...props} /> : <Decided part={props.part} />;
});

function Decided({ part }: { part: ApprovalPart }) {
  const Icon = part.status === 'approved' ? IconCheck : IconBan;
  const text = part.status === 'open' ? '' : m.approval[part.status];
  return (
    <div className={css.lookUp}>
      <div className={css.line}>
        <span className={css.status} data-status={part.status === 'approved' ? 'done' : 'denied'}>
          <Icon size={14} stroke={2} aria-hidden="true" />
        </span>
        <span>{part.title}</span>
        {part.record && <RecordChip record={part.record} />}
        <span className={css.aside}>{text}</span>
      </div>
    </div>
  );
}

function OpenApproval({ part, deciding, onEditing }: ApprovalCardProps) {
  const { decide } = useChatActions();
  const [editing, setEditing] = useState(false);
  const [edited, setEdited] = useState<Arguments | null>(null);
  const [valid, setValid] = useState(true);
  const heading = useId();
  const canEdit = Object.entries(part.arguments).some(([field, value]) => isEditable(field, value));
  const removes = part.tool.startsWith('delete');
  const busy = deciding !== null;

  const edit = () => {
    setEditing(true);
    onEditing?.(part.id, true);
  };
  const discard = () => {
    setEditing(false);
    setEdited(null);
    setValid(true);
    onEditing?.(part.id, false);
  };

  return (
    <div className={css.approval} role="group" aria-labelledby={heading}>
      <header className={css.head}>
        <h2 id={heading} className={css.question}>
          {part.title}
        </h2>
        {part.record && <RecordChip record={part.record} />}
        <span className={css.spacer} />
        <span className={css.needed}>{m.approval.needed}</span>
      </header>
      <div className={css.body}>
        {saysMore(part) && (
          <div className={css.summary}>
            <AnswerText text={part.summary} />
          </div>
        )}
        {part.untrusted && (
          <p className={caution.caution}>
            <IconShieldExclamation size={16} stroke={1.8} aria-hidden="true" />
            {m.approval.untrusted}
          </p>
        )}
        {editing ? (
          <ApprovalForm
            tool={part.tool}
            arguments={part.arguments}
            changes={part.changes}
            onChange={setEdited}
            onValid={setValid}
            disabled={busy}
          />
        ) : (
          <ChangeTable changes={part.changes} removes={removes} />
        )}
      </div>
      <footer className={css.foot}>
        <button
          type="button"
          className={removes ? css.remove : css.approve}
          disabled={busy || !valid}
          onClick={() => decide(part.id, 'approve', edited)}
        >
          <IconCheck size={15} stroke={2.2} aria-hidden="true" />
          {approveLabel(deciding, edited !== null)}
        </button>
        <button
          type="button"
          className={css.secondary}
          disabled={busy}
          onClick={() => decide(part.id, 'deny', null)}
        >
          <IconX size={15} stroke={2} aria-hidden="true" />
          {deciding === 'deny' ? m.approval.denying : m.approval.deny}
        </button>
        {part.can_be_allowed && (
          <button
            type="button"
            className={css.quiet}
            disabled={busy || !valid}
            title={m.approval.alwaysText}
            onClick={() => decide(part.id, 'approve', edited, true)}
          >
            <IconChecks size={15} stroke={1.8} aria-hidden="true" />
            {m.approval.always}
          </button>
        )}
        {canEdit && (
          <button
            type="button"
            className={css.quiet}
            disabled={busy}
            aria-expanded={editing}
            onClick={editing ? discard : edit}
          >
            {!editing && <IconPencil size={15} stroke={1.8} aria-hidden="true" />}
            {editing ? m.approval.cancelEdit : m.approval.edit}
          </button>
        )}
      </footer>
    </div>
  );
}

// A summary that only repeats the heading is left out.
function saysMore({ summary, title, record }: ApprovalPart): boolean {
  const said = [title, `${title} ${record?.name ?? ''}`].map((text) => text.trim().toLowerCase());
  return !!summary.trim() && !said.includes(summary.trim().toLowerCase());
}

function approveLabel(deciding: Decision | null, edited: boolean): string {
  if (deciding === 'approve') return m.approval.approving;
  return edited ? m.approval.approveEdited : m.approval.approve;
}
