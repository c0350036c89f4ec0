import { Fragment, memo, useCallback, useState } from 'react';
import type { Decision } from '@/api/run-events';
import { AnswerText } from './answer-text';
import { ApprovalCard } from './approval-card';
import { ApproveAll } from './approve-all';
import type { ApprovalPart, Part, RunEntry, ToolPart } from './chat/transcript';
import { useChatActions } from './chat-actions';
import css from './message.module.css';
import { MessageFooter, type Versions } from './message-footer';
import { m } from './messages';
import { NoticeCard } from './notice-card';
import { endingOf, noticeOf } from './notices';
import { ParleyMark } from './parley-mark';
import { QuestionChips } from './question-chips';
import { ThinkingBlock } from './thinking-block';
import { isLookUp, LookUps, ToolCard } from './tool-card';

interface AssistantMessageProps {
  run: RunEntry;
  isLast: boolean;
  deciding: Record<string, Decision>;
  versions?: Versions | null;
}

// One answer: its parts in the order they came.
export const AssistantMessage = memo(function AssistantMessage(props: AssistantMessageProps) {
  const { run, isLast, deciding, versions = null } = props;
  const running = run.status === 'running';
  // Its text may end in the middle of its markup.
  const cut = running || ['stopped', 'interrupted', 'failed'].includes(run.status);
  const ending = endingOf(run, isLast);
  const parts = shownParts(run);
  const open = run.parts.filter(isOpenApproval);
  const [edited, setEdited] = useState<ReadonlySet<string>>(new Set());
  const onEditing = useCallback((id: string, editing: boolean) => {
    setEdited((old) => new Set(editing ? [...old, id] : [...old].filter((other) => other !== id)));
  }, []);
  return (
    <article className={css.answer} aria-label={m.assistant}>
      <div className={css.parts}>
        {parts.map((part, index) => (
          <Fragment key={partKey(part, index)}>
            {part === open[0] && (
              <ApproveAll
                parts={open}
                busy={open.some(({ id }) => id in deciding || edited.has(id))}
              />
            )}
            <PartView
              part={part}
              before={parts[index - 1]}
              growing={cut && index === parts.length - 1}
              {...{ run, isLast, deciding, onEditing }}
            />
          </Fragment>
        ))}
        {ending && <NoticeCard runId={run.runId} {...ending} />}
        {run.status === 'stopped' && <p className={css.stopped}>{m.notice.stopped}</p>}
      </div>
      {running ? (
        <div className={css.alive}>
          <ParleyMark alive />
          <span className="visually-hidden">{m.message.writing}</span>
        </div>
      ) : (
        <MessageFooter run={run} isLast={isLast} versions={versions} />
      )}
    </article>
  );
});

type Shown = Part | { type: 'look-ups'; parts: ToolPart[] };

interface PartViewProps extends AssistantMessageProps {
  part: Shown;
  before: Shown | undefined;
  growing: boolean;
  onEditing: (approvalId: string, editing: boolean) => void;
}

function PartView(props: PartViewProps) {
  const { part, before, growing, run, isLast, deciding, onEditing } = props;
  const { modelName } = useChatActions();
  switch (part.type) {
    case 'text':
      return <AnswerText text={part.text} growing={growing} />;
    case 'thinking':
      return <ThinkingBlock part={part} />;
    case 'tool':
      return <ToolCard part={part} approved={wasApproved(part, run.parts)} />;
    case 'look-ups':
      return <LookUps parts={part.parts} />;
    case 'approval':
      return (
        <ApprovalCard part={part} deciding={deciding[part.id] ?? null} onEditing={onEditing} />
      );
    case 'question':
      return (
        <QuestionChips
          part={part}
          said={before?.type === 'text' && says(before.text, part.text)}
          isLast={isLast}
        />
      );
    case 'notice': {
      const notice = noticeOf(part, run, isLast);
      const text = notice?.text || (modelName(run.model) ?? '');
      return notice && <NoticeCard runId={run.runId} {...notice} text={text} />;
    }
  }
}

function isOpenApproval(part: Part): part is ApprovalPart {
  return part.type === 'approval' && part.status === 'open';
}

// A call and its approval are one thing: the card that asks stands for both until it is allowed.
function shownParts({ parts, status }: RunEntry): Shown[] {
  const over = ['stopped', 'interrupted', 'failed'].includes(status);
  const approvals = parts.filter((part): part is ApprovalPart => part.type === 'approval');
  const calls = new Set(parts.flatMap((part) => (part.type === 'tool' ? [part.call_id] : [])));
  const shown = parts.filter((part) => {
    if (part.type === 'approval') return part.status !== 'approved' || !calls.has(part.call_id);
    if (part.type !== 'tool') return true;
    const asked = approvals.find((approval) => approval.call_id === part.call_id);
    return !asked || asked.status === 'approved';
  });
  return shown.map((part) => (over ? cutOff(part) : part)).reduce<Shown[]>(foldLookUps, []);
}

// What a call did is stored with its end: without one it did nothing.
function cutOff(part: Part): Part {
  return part.type === 'tool' && part.status === 'running' ? { ...part, status: 'cut' } : part;
}

function foldLookUps(shown: Shown[], part: Part): Shown[] {
  const last = shown.at(-1);
  if (!isDoneLookUp(part) || !last) return [...shown, part];
  if (last.type === 'look-ups') {
    return [...shown.slice(0, -1), { ...last, parts: [...last.parts, part] }];
  }
  if (!isDoneLookUp(last)) return [...shown, part];
  return [...shown.slice(0, -1), { type: 'look-ups', parts: [last, part] }];
}

function isDoneLookUp(part: Shown): part is ToolPart {
  return part.type === 'tool' && part.status === 'done' && !part.error && isLookUp(part);
}

function wasApproved(tool: ToolPart, parts: Part[]): boolean {
  return parts.some(
    (part) =>
      part.type === 'approval' && part.call_id === tool.call_id && part.status === 'approved',
  );
}

function says(text: string, question: string): boolean {
  return text.trim().includes(question.trim());
}

function partKey(part: Shown, index: number): string {
  if (part.type === 'tool') return `tool-${part.call_id}`;
  if (part.type === 'approval') return `approval-${part.id}`;
  return `${part.type}-${index}`;
}
