import { IconLayoutKanban } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useSession } from '@/api/session';
import { lazyDialog } from '@/components/lazy-dialog';
import type { FieldEdit, WorkField } from '@/components/pick/work-field-pick';
import { EmptyList } from '@/components/records/empty-list';
import { ListPage } from '@/components/records/list-page';
import { QuickFilters } from '@/components/records/quick-filters';
import { type ListChange, type ListSearch, withForm, without } from '@/lib/list-search';
import { w } from '@/lib/work';
import { t } from './messages';
import { ProjectBoard } from './project-board';
import { projectColumns } from './project-columns';
import { projectBulk, projectFilters } from './project-filters';
import { type Project, projects, projectShape } from './projects';
import { ViewSwitch } from './view-switch';

const ProjectPick = lazyDialog(() => import('./project-pick'));
const ProjectForm = lazyDialog(() => import('./project-form'));
const ProjectDeleteDialog = lazyDialog(() => import('./project-delete-dialog'));

const quick = [
  { label: t.mine, field: 'assignee_id', value: 'me' },
  { label: w.spans.overdue, field: 'due', value: 'overdue' },
];

interface ProjectsPageProps {
  search: ListSearch;
  onSearch: (change: ListChange) => void;
}

export function ProjectsPage({ search, onSearch }: ProjectsPageProps) {
  const me = useSession((state) => state.user?.id);
  const [edited, setEdited] = useState<Project | null>(null);
  const [doomed, setDoomed] = useState<Project | null>(null);
  const [picked, setPicked] = useState<FieldEdit<Project> | null>(null);
  const navigate = useNavigate();
  const setNew = (open: boolean) => onSearch((before) => withForm(before, open));
  const canDelete = useCallback(({ owner_id }: Project) => owner_id === me, [me]);
  const onCell = useCallback(
    (project: Project, column: string, anchor: Element) =>
      setPicked({ record: project, field: column as WorkField, anchor }),
    [],
  );
  const list = search.view === 'list';

  return (
    <>
      <ListPage
        api={projects}
        title={t.title}
        countText={t.count}
        newLabel={t.new}
        searchHint={t.searchHint}
        columns={projectColumns}
        shape={projectShape}
        filterFields={projectFilters}
        search={search}
        onSearch={onSearch}
        hrefOf={hrefOf}
        renderCompact={nothing}
        onNew={() => setNew(true)}
        onEdit={setEdited}
        onDelete={setDoomed}
        canDelete={canDelete}
        onCell={onCell}
        {...(list && { bulk: projectBulk })}
        aside={
          <ViewSwitch
            list={list}
            onList={(chosen) =>
              onSearch((before) => (chosen ? { ...before, view: 'list' } : without(before, 'view')))
            }
          />
        }
        controls={<QuickFilters filters={quick} search={search} onSearch={onSearch} />}
        empty={
          <EmptyList icon={<IconLayoutKanban size={22} />} words={t} onNew={() => setNew(true)} />
        }
      >
        {!list && (
          <ProjectBoard
            search={search}
            onOpen={({ id }) => void navigate({ to: '/projects/$id', params: { id } })}
            onEdit={setEdited}
            onStatus={(project, anchor) => setPicked({ record: project, field: 'status', anchor })}
            onDelete={setDoomed}
            canDelete={canDelete}
          />
        )}
      </ListPage>
      {picked && <ProjectPick edit={picked} onClose={() => setPicked(null)} />}
      {search.new && (
        <ProjectForm
          onCreated={({ id }) => void navigate({ to: '/projects/$id', params: { id } })}
          onClose={() => setNew(false)}
        />
      )}
      {edited && <ProjectForm project={edited} onClose={() => setEdited(null)} />}
      {doomed && <ProjectDeleteDialog project={doomed} onClose={() => setDoomed(null)} />}
    </>
  );
}

const hrefOf = ({ id }: Project) => `/projects/${id}`;
const nothing = () => null;
