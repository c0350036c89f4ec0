import { expect, it, vi } from 'vitest';
import { batchSize, inBatches } from './batches';

const ids = Array.from({ length: 2 * batchSize + 50 }, (_, index) => `id-${index}`);

it('sends as many requests as it takes, each within the limit, and tells how far it is', async () => {
  const sizes: number[] = [];
  const progress = vi.fn();
  const outcome = await inBatches(ids, progress, async (part) => {
    sizes.push(part.length);
    return { id: `batch-${sizes.length}`, changed: part.length };
  });
  expect(sizes).toEqual([batchSize, batchSize, 50]);
  expect(progress.mock.calls.flat()).toEqual([200, 400, 450]);
  expect(outcome).toEqual({ batches: ['batch-1', 'batch-2', 'batch-3'], done: 450, error: null });
});

it('stops at the first refusal and keeps what is needed to take the rest back', async () => {
  const refusal = new Error('gone');
  const outcome = await inBatches(ids, undefined, async (part) => {
    if (part[0] === 'id-200') throw refusal;
    return { id: 'batch-1', changed: part.length };
  });
  expect(outcome).toEqual({ batches: ['batch-1'], done: 200, error: refusal });
});

it('has nothing to take back where every record was so already', async () => {
  const outcome = await inBatches(['a'], undefined, async () => ({ id: 'batch', changed: 0 }));
  expect(outcome).toEqual({ batches: [], done: 1, error: null });
});
