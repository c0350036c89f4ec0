import { useId, useState } from 'react';
import { RowMenu, type RowMenuState } from '@/components/records/row-menu';
import { type ListSearch, listQuery } from '@/lib/list-search';
import { projectStatuses } from '@/lib/work';
import { BoardColumn } from './board-column';
import { t } from './messages';
import classes from './project-board.module.css';
import { type Project, projectShape } from './projects';
import { useBoard } from './use-board';

interface ProjectBoardProps {
  search: ListSearch;
  onOpen: (project: Project) => void;
  onEdit: (project: Project) => void;
  onStatus: (project: Project, anchor: Element) => void;
  onDelete: (project: Project) => void;
  canDelete: (project: Project) => boolean;
}

// A column for every status there may be cards of, as the filters have it.
export function ProjectBoard(props: ProjectBoardProps) {
  const { search, onStatus } = props;
  const [menu, setMenu] = useState<RowMenuState<Project> | null>(null);
  const hint = useId();
  const asked = listQuery(search, projectShape).filters.status?.split(',');
  const statuses = projectStatuses.filter((status) => !asked || asked.includes(status));
  const board = useBoard(statuses);

  return (
    <div className={classes.board} data-board data-dragging={board.held !== null || undefined}>
      <p id={hint} className="visually-hidden">
        {t.boardHint}
      </p>
      <p className="visually-hidden" aria-live="assertive">
        {board.said}
      </p>
      {statuses.map((status) => (
        <BoardColumn key={status} {...{ status, search, board, hint }} onMenu={setMenu} />
      ))}
      <RowMenu
        state={menu}
        onClose={() => setMenu(null)}
        onOpen={props.onOpen}
        onEdit={props.onEdit}
        onDelete={props.onDelete}
        canDelete={props.canDelete}
        more={{
          label: t.changeStatus,
          run: (project) => {
            const card = document.querySelector(`[data-card="${project.id}"]`);
            if (card) onStatus(project, card);
          },
        }}
      />
    </div>
  );
}
