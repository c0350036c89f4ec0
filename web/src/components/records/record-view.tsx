import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useState } from 'react';
import { type BaseRecord, listedRecord, type RecordApi, recordQuery } from '@/api/records';
import { ErrorState } from '../states';
import { useFailure } from '../use-failure';
import { isGone } from './editor';
import { RecordPageSkeleton } from './record-page';

interface RecordViewProps<R extends BaseRecord, N, C> {
  api: RecordApi<R, N, C>;
  id: string;
  // The page of the record, once it is there.
  children: (record: R, onEdit: () => void) => ReactNode;
  // The form over it. `record` is as it was when the form opened: what others change meanwhile is
  // joined when it is saved. `gone`: it was deleted since.
  form: (record: R, gone: boolean, onClose: () => void) => ReactNode;
}

// A record by its address, in all the states it can be in.
export function RecordView<R extends BaseRecord, N, C>(props: RecordViewProps<R, N, C>) {
  const { api, id, children, form } = props;
  const client = useQueryClient();
  const query = useQuery({
    ...recordQuery(api, id),
    // The types of the query cannot know that a record is no function.
    placeholderData: (() => listedRecord<R>(client, api.key, id)) as never,
  });
  const data: R | undefined = query.data;
  const failure = useFailure(query);
  const [edited, setEdited] = useState<R | null>(null);
  const edit = useCallback(() => setEdited(data ?? null), [data]);
  return (
    <>
      {failure !== null ? (
        <ErrorState error={failure} onRetry={() => void query.refetch()} level={1} />
      ) : data ? (
        children(data, edit)
      ) : (
        <RecordPageSkeleton />
      )}
      {edited && form(edited, isGone(failure), () => setEdited(null))}
    </>
  );
}
