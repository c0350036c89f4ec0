import { expect, it } from 'vitest';
import { askConflict, overlapping, useConflict } from './conflict';

const base = { name: 'Ann', phone: null, email: 'a@x.example' };

it('sees no conflict when the other changed another field', () => {
  expect(overlapping(base, { phone: '1' }, { ...base, email: 'b@x.example' })).toEqual([]);
});

it('sees no conflict when both wrote the same', () => {
  expect(overlapping(base, { phone: '1' }, { ...base, phone: '1' })).toEqual([]);
});

it('names the fields both changed differently', () => {
  expect(overlapping(base, { phone: '1', name: 'Anna' }, { ...base, phone: '2' })).toEqual([
    'phone',
  ]);
});

it('answers an older question with nothing when a newer one comes', async () => {
  const question = { fields: ['name'], labels: {}, mine: {}, theirs: {} };
  const first = askConflict(question);
  const second = askConflict(question);
  expect(await first).toBeNull();
  useConflict.getState().question?.answer({ name: 'Ann' });
  expect(await second).toEqual({ name: 'Ann' });
});
