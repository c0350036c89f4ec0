import { createFileRoute } from '@tanstack/react-router';

// The page is the parent's: a task lies over the list, which stays as it is.
export const Route = createFileRoute('/_app/tasks/$id')({});
