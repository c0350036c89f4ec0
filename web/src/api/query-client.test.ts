import { QueryObserver } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';
import { ChangingQueryClient } from './query-client';

test('what changes while it is looked at for the first time is looked at again', async () => {
  const client = new ChangingQueryClient();
  const answers: ((value: string) => void)[] = [];
  const queryFn = () => new Promise<string>((resolve) => answers.push(resolve));
  const queryKey = ['contacts', 'list'];
  const stop = new QueryObserver(client, { queryKey, queryFn, staleTime: Infinity }).subscribe(
    () => {},
  );
  void client.invalidateQueries({ queryKey: ['contacts'] });
  expect(answers).toHaveLength(1);
  answers[0]?.('before');
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  expect(client.getQueryData(queryKey)).toBe('before');
  answers[1]?.('after');
  await vi.waitFor(() => expect(client.getQueryData(queryKey)).toBe('after'));
  expect(answers).toHaveLength(2);
  stop();
});

test('a first look that fails while it changes is made again', async () => {
  const client = new ChangingQueryClient();
  const queryFn = vi.fn().mockRejectedValueOnce(new Error('gone')).mockResolvedValue('there');
  const queryKey = ['contacts', 'list'];
  const options = { queryKey, queryFn, retry: false };
  const stop = new QueryObserver(client, options).subscribe(() => {});
  void client.invalidateQueries();
  await vi.waitFor(() => expect(client.getQueryData(queryKey)).toBe('there'));
  stop();
});
