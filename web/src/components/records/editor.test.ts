import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/problem';
import { queryClient } from '@/api/query-client';
import type { BaseRecord, RecordApi } from '@/api/records';
import { useConflict } from './conflict';
import { updateRecord } from './editor';

interface Person extends BaseRecord {
  phone: string | null;
  email: string | null;
}

const wording = {
  created: (name: string) => name,
  updated: (name: string) => name,
  deleted: (name: string) => name,
};

let people = 0;

const person = (): Person => ({
  id: `p${(people += 1)}`,
  version: 1,
  name: 'Ann',
  phone: null,
  email: null,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
});
let base = person();

// A server that holds one person and refuses a stale version.
function serverWith(current: Person) {
  const update = vi.fn(async (_: string, version: number, changes: Partial<Person>) => {
    if (version !== current.version) {
      throw new ApiError(412, { code: 'stale', current: { ...current } });
    }
    Object.assign(current, changes, { version: current.version + 1 });
    return { data: { ...current }, changeId: 'c1' };
  });
  const api = { type: 'contact', key: 'contacts', update } as unknown as RecordApi<
    Person,
    unknown,
    Partial<Person>
  >;
  return { api, update };
}

beforeEach(() => {
  queryClient.clear();
  base = person();
});

describe('updating a record', () => {
  it('sends only what differs', async () => {
    const { api, update } = serverWith({ ...base });
    await updateRecord(api, wording, {}, base, { name: 'Ann', phone: '1', email: '' });
    expect(update).toHaveBeenCalledExactlyOnceWith(base.id, 1, { phone: '1' });
  });

  it('sends nothing when nothing differs', async () => {
    const { api, update } = serverWith({ ...base });
    await updateRecord(api, wording, {}, base, { name: 'Ann' });
    expect(update).not.toHaveBeenCalled();
  });

  it('joins a change made meanwhile to another field', async () => {
    const { api } = serverWith({ ...base, version: 2, email: 'ann@x.example' });
    const saved = await updateRecord(api, wording, {}, base, { phone: '1' });
    expect(saved).toMatchObject({ version: 3, phone: '1', email: 'ann@x.example' });
  });

  it('asks when both changed the same field, and writes the choice', async () => {
    const { api } = serverWith({ ...base, version: 2, phone: '2' });
    const saving = updateRecord(api, wording, {}, base, { phone: '1' });
    await vi.waitFor(() => expect(useConflict.getState().question?.fields).toEqual(['phone']));
    useConflict.getState().question?.answer({ phone: '1' });
    expect(await saving).toMatchObject({ version: 3, phone: '1' });
  });

  it('leaves theirs when that is the choice', async () => {
    const current = { ...base, version: 2, phone: '2' };
    const { api } = serverWith(current);
    const saving = updateRecord(api, wording, {}, base, { phone: '1' });
    await vi.waitFor(() => expect(useConflict.getState().question).not.toBeNull());
    useConflict.getState().question?.answer(null);
    expect(await saving).toBeNull();
    expect(current.phone).toBe('2');
  });

  it('sends the version that came back from the change before', async () => {
    const { api, update } = serverWith({ ...base });
    const saved = await Promise.all([
      updateRecord(api, wording, {}, base, { phone: '1' }),
      updateRecord(api, wording, {}, base, { email: 'ann@x.example' }),
      updateRecord(api, wording, {}, base, { phone: '2' }),
    ]);
    expect(update.mock.calls.map(([, version]) => version)).toEqual([1, 2, 3]);
    expect(saved[2]).toMatchObject({ version: 4, phone: '2', email: 'ann@x.example' });
    expect(useConflict.getState().question).toBeNull();
  });

  it('takes its own change for known, when the page did not show it yet', async () => {
    const { api, update } = serverWith({ ...base });
    await updateRecord(api, wording, {}, base, { phone: '1' });
    const back = await updateRecord(api, wording, {}, { ...base, phone: '1' }, { phone: null });
    expect(update.mock.calls.map(([, version]) => version)).toEqual([1, 2]);
    expect(back).toMatchObject({ version: 3, phone: null });
  });

  it('still asks about somebody else’s change in between', async () => {
    const current = { ...base };
    const { api } = serverWith(current);
    await updateRecord(api, wording, {}, base, { phone: '1' });
    Object.assign(current, { version: 3, phone: 'theirs' });
    const saving = updateRecord(api, wording, {}, base, { phone: '2' });
    await vi.waitFor(() => expect(useConflict.getState().question?.fields).toEqual(['phone']));
    useConflict.getState().question?.answer({ phone: '2' });
    expect(await saving).toMatchObject({ version: 4, phone: '2' });
  });

  it('shows a change at once, and takes it back when it is refused', async () => {
    const key = ['contacts', 'record', base.id];
    queryClient.setQueryData(key, base);
    const { api, update } = serverWith({ ...base });
    update.mockRejectedValueOnce(new ApiError(422, { code: 'invalid' }));
    const refused = updateRecord(api, wording, {}, base, { phone: 'nonsense' });
    const second = updateRecord(api, wording, {}, base, { email: 'ann@x.example' });
    const shown = () => queryClient.getQueryData<Person>(key);
    expect(shown()).toMatchObject({ phone: 'nonsense', email: 'ann@x.example' });
    await expect(refused).rejects.toThrow();
    expect(shown()).toMatchObject({ phone: null, email: 'ann@x.example' });
    expect(await second).toMatchObject({ version: 2, phone: null });
  });
});
