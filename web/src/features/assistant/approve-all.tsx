import { IconChecks, IconX } from '@tabler/icons-react';
import css from './cards.module.css';
import { useChatActions } from './chat-actions';
import type { ApprovalPart } from './chat/transcript';
import { m } from './messages';

interface ApproveAllProps {
  // The cards that wait.
  parts: ApprovalPart[];
  // A decision is on its way, or what a card shows is being edited, which counts for that card alone.
  busy: boolean;
}

const choices = [
  { decision: 'approve', Icon: IconChecks, label: m.approval.approveAll },
  { decision: 'deny', Icon: IconX, label: m.approval.denyAll },
] as const;

// One press for many cards. Where strangers' text may have led to them, each is to be looked at.
export function ApproveAll({ parts, busy }: ApproveAllProps) {
  const { decideAll } = useChatActions();
  const ids = parts.map(({ id }) => id);
  if (ids.length < 2 || parts.some(({ untrusted }) => untrusted)) return null;
  return (
    <div className={css.all} role="group" aria-label={m.approval.all}>
      {choices.map(({ decision, Icon, label }) => (
        <button
          key={decision}
          type="button"
          className={css.secondary}
          disabled={busy}
          onClick={() => decideAll(decision, ids)}
        >
          <Icon size={15} stroke={2} aria-hidden="true" />
          {label(ids.length)}
        </button>
      ))}
    </div>
  );
}
