import { renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useFailure } from './use-failure';

const asking = { data: undefined, isPlaceholderData: false, error: null, errorUpdateCount: 0 };
const error = new Error('no answer');
const failed = { ...asking, error, errorUpdateCount: 1 };
const again = { ...asking, errorUpdateCount: 1 };

function shown(...states: (typeof asking | typeof failed)[]) {
  const hook = renderHook((state: Parameters<typeof useFailure>[0]) => useFailure(state), {
    initialProps: states[0] ?? asking,
  });
  return states.map((state) => {
    hook.rerender(state);
    return hook.result.current;
  });
}

describe('what a page says instead of its data', () => {
  it('stays while what failed is tried again', () => {
    expect(shown(asking, failed, again, failed)).toEqual([null, error, error, error]);
  });

  it('stays where older rows stand in meanwhile', () => {
    expect(shown(failed, { ...again, data: undefined, isPlaceholderData: true })).toEqual([
      error,
      error,
    ]);
  });

  it('goes with the answer', () => {
    const answered = { ...again, data: [] as unknown as undefined };
    expect(shown(failed, again, answered)).toEqual([error, error, null]);
  });

  it('does not outlive its question', () => {
    expect(shown(failed, asking)).toEqual([error, null]);
  });
});
