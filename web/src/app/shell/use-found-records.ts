import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, read } from '@/api/client';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export interface FoundRecords {
  contacts: readonly Schemas['Contact'][];
  organizations: readonly Schemas['Organization'][];
  projects: readonly Schemas['Project'][];
  tasks: readonly Schemas['Task'][];
}

const offered = 5;
const nothing: readonly never[] = [];

export function useFoundRecords(search: string): FoundRecords {
  const query = { limit: offered, search };
  const options = { enabled: search !== '', placeholderData: keepPreviousData };
  const contacts = useQuery({
    ...options,
    queryKey: ['contacts', 'found', search],
    queryFn: ({ signal }) => read(api.GET('/api/contacts', { params: { query }, signal })),
  });
  const organizations = useQuery({
    ...options,
    queryKey: ['organizations', 'found', search],
    queryFn: ({ signal }) => read(api.GET('/api/organizations', { params: { query }, signal })),
  });
  const projects = useQuery({
    ...options,
    queryKey: ['projects', 'found', search],
    queryFn: ({ signal }) => read(api.GET('/api/projects', { params: { query }, signal })),
  });
  const tasks = useQuery({
    ...options,
    queryKey: ['tasks', 'found', search],
    queryFn: ({ signal }) => read(api.GET('/api/tasks', { params: { query }, signal })),
  });
  if (search === '') {
    return { contacts: nothing, organizations: nothing, projects: nothing, tasks: nothing };
  }
  return {
    contacts: contacts.data?.items ?? nothing,
    organizations: organizations.data?.items ?? nothing,
    projects: projects.data?.items ?? nothing,
    tasks: tasks.data?.items ?? nothing,
  };
}
