import { describe, expect, it } from 'vitest';
import { markdownBlocks } from './markdown-blocks';

describe('the blocks of a text', () => {
  it('are its paragraphs, lists, tables and fences', () => {
    const text = 'One\n\n- a\n- b\n\n```\ncode\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n';
    expect(markdownBlocks(text, false)).toHaveLength(4);
  });

  it('tell headings and their depth', () => {
    expect(markdownBlocks('### Two\n\ntext', false)).toMatchObject([{ depth: 3 }, { depth: null }]);
  });

  it('stay the same but for the last while the text grows', () => {
    const before = markdownBlocks('First **block**.\n\nSecond bl', true);
    const after = markdownBlocks('First **block**.\n\nSecond block is **bo', true);
    expect(after[0]).toEqual(before[0]);
    expect(after).toHaveLength(before.length);
    expect(after.at(-1)?.source).toContain('**bo**');
  });
});
