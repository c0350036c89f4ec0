import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { cachedRecord } from '@/api/records';
import type { Project } from './projects';

// A project of a list as the lists have it now.
export function useListed(project: Project): Project {
  const client = useQueryClient();
  const cache = client.getQueryCache();
  return useSyncExternalStore(
    (listener) => cache.subscribe(listener),
    () => cachedRecord<Project>(client, 'projects', project.id) ?? project,
  );
}
