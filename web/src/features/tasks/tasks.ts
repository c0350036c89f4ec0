import { api, read, write } from '@/api/client';
import { fields } from '@/api/fields';
import { pagesQuery } from '@/api/pages';
import type { RecordApi } from '@/api/records';
import type { components } from '@/api/schema';
import { deleteRecord, updateRecord, type Wording } from '@/components/records/editor';
import { problemToast } from '@/components/undo-toast';
import { askedOf } from '@/lib/due';
import type { ListShape } from '@/lib/list-search';
import { taskStatuses, workLabels, workText } from '@/lib/work';
import { t } from './messages';
import { taskAddress } from './task-address';

type Schemas = components['schemas'];
export type Task = Schemas['Task'];
export type NewTask = Schemas['NewTask'];
type TaskChanges = Schemas['TaskChanges'];

export const tasks: RecordApi<Task, NewTask, TaskChanges> = {
  type: 'task',
  key: 'tasks',
  page: (query, signal) => read(api.GET('/api/tasks', { params: { query }, signal })),
  get: (id, signal) => read(api.GET('/api/tasks/{id}', { params: { path: { id } }, signal })),
  create: (body) => write(api.POST('/api/tasks', { body })),
  update: (id, version, body) =>
    write(
      api.PATCH('/api/tasks/{id}', {
        params: { path: { id }, header: { 'If-Match': `"${version}"` } },
        body,
      }),
    ),
  remove: (id) => write(api.DELETE('/api/tasks/{id}', { params: { path: { id } } })),
};

// What is open comes first.
export function tasksOfProject(id: string) {
  return pagesQuery(tasks, { sort: 'status', filters: { project_id: id } });
}

const open = taskStatuses.filter((status) => status !== 'done');

export const taskShape: ListShape = {
  ...taskAddress,
  asked: (filters) => askedOf(filters, open),
};

export const taskFields = fields.NewTask;

export const taskWording: Wording = { ...t, valueText: workText };

export function changeTask(task: Task, changes: Partial<Task>): Promise<Task | null> {
  return updateRecord(tasks, taskWording, workLabels, task, changes);
}

// For a change without a form: what went wrong is told in a toast.
export async function changeTaskAndTell(task: Task, changes: Partial<Task>): Promise<void> {
  await changeTask(task, changes).catch(problemToast);
}

export function removeTask(task: Task): void {
  void deleteRecord(tasks, taskWording, task);
}
