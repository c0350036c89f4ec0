import { IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { pointIn } from '@/components/place-beside';
import type { RowMenuState } from '@/components/records/row-menu';
import { DueDay, PeopleMark } from '@/components/work/marks';
import { m } from '@/lib/messages';
import { isFinished } from '@/lib/work';
import classes from './project-board.module.css';
import type { Project } from './projects';
import type { Board } from './use-board';

interface ProjectCardProps {
  project: Project;
  board: Board;
  hint: string;
  onMenu: (state: RowMenuState<Project>) => void;
}

export function ProjectCard({ project, board, hint, onMenu }: ProjectCardProps) {
  const { id, name, organization, assignees, due_date, status } = project;
  const held = board.held?.project.id === id;
  return (
    <div
      className={classes.card}
      draggable
      data-held={held || undefined}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', name);
        board.lift(project, false);
      }}
      onDragEnd={board.leave}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu({ record: project, beside: pointIn(event) });
      }}
    >
      <Link
        to="/projects/$id"
        params={{ id }}
        className={classes.cardLink}
        draggable={false}
        data-card={id}
        aria-describedby={hint}
        onKeyDown={(event) => board.onKey(event, project)}
        onBlur={() => {
          if (held && board.held?.byKey) board.leave();
        }}
      >
        <span className={classes.cardName} dir="auto">
          {name}
        </span>
        {organization && (
          <span className={classes.cardOrganization} dir="auto">
            {organization}
          </span>
        )}
        {due_date && (
          <span className={classes.cardLine}>
            <DueDay day={due_date} finished={isFinished(status)} />
          </span>
        )}
        {assignees.length > 0 && (
          <span className={classes.cardLine}>
            <PeopleMark people={assignees} />
          </span>
        )}
      </Link>
      <button
        type="button"
        className={classes.cardMenu}
        aria-label={m.list.rowMenu(name)}
        aria-haspopup="menu"
        onClick={(event) => onMenu({ record: project, beside: { element: event.currentTarget } })}
      >
        <IconDots size={16} />
      </button>
    </div>
  );
}
