import { api, read, write } from '@/api/client';
import { fields } from '@/api/fields';
import type { RecordApi } from '@/api/records';
import type { components } from '@/api/schema';
import { updateRecord, type Wording } from '@/components/records/editor';
import { problemToast } from '@/components/undo-toast';
import { askedOf } from '@/lib/due';
import type { ListShape } from '@/lib/list-search';
import { isFinished, projectStatuses, workLabels, workText } from '@/lib/work';
import { t } from './messages';
import { projectAddress } from './project-address';

type Schemas = components['schemas'];
export type Project = Schemas['Project'];
export type NewProject = Schemas['NewProject'];
type ProjectChanges = Schemas['ProjectChanges'];

export const projects: RecordApi<Project, NewProject, ProjectChanges> = {
  type: 'project',
  key: 'projects',
  page: (query, signal) => read(api.GET('/api/projects', { params: { query }, signal })),
  get: (id, signal) => read(api.GET('/api/projects/{id}', { params: { path: { id } }, signal })),
  create: (body) => write(api.POST('/api/projects', { body })),
  update: (id, version, body) =>
    write(
      api.PATCH('/api/projects/{id}', {
        params: { path: { id }, header: { 'If-Match': `"${version}"` } },
        body,
      }),
    ),
  remove: (id) => write(api.DELETE('/api/projects/{id}', { params: { path: { id } } })),
};

const open = projectStatuses.filter((status) => !isFinished(status));

export const projectShape: ListShape = {
  ...projectAddress,
  asked: (filters) => askedOf(filters, open),
};

export const projectFields = fields.NewProject;

export const projectWording: Wording = { ...t, valueText: workText };

export function changeProject(
  project: Project,
  changes: Partial<Project>,
): Promise<Project | null> {
  return updateRecord(projects, projectWording, workLabels, project, changes);
}

// For a change without a form: what went wrong is told in a toast.
export async function changeProjectAndTell(
  project: Project,
  changes: Partial<Project>,
): Promise<void> {
  await changeProject(project, changes).catch(problemToast);
}
