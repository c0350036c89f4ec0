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

const base: Person = {
  id: 'p1',
  version: 1,
  name: 'Ann',
  phone: null,
  email: null,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
};

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

beforeEach(() => queryClient.clear());

describe('updating a record', () => {
  it('sends only what differs', async () => {
    const { api, update } = serverWith({ ...base });
    await updateRecord(api, wording, {}, base, { name: 'Ann', phone: '1', email: '' });
    expect(update).toHaveBeenCalledExactlyOnceWith('p1', 1, { phone: '1' });
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
});
