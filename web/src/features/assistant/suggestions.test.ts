import { describe, expect, it } from 'vitest';
import { suggestionsFrom } from './suggestions';

describe('the suggestions', () => {
  it('come from the records of the user', () => {
    const labels = suggestionsFrom({ contacts: ['Ada Park'], organizations: ['Northwind'] }).map(
      ({ label }) => label,
    );
    expect(labels).toContain('Show me Ada Park');
    expect(labels).toContain('Who do we know at Northwind?');
    expect(labels).toHaveLength(4);
  });

  it('are examples to look over where there are no records', () => {
    const examples = suggestionsFrom({ contacts: [], organizations: [] });
    expect(examples).toHaveLength(4);
    const writes = examples.filter(({ text }) => /save|add/i.test(text));
    expect(writes.length).toBeGreaterThan(0);
    expect(writes.every(({ fill }) => fill)).toBe(true);
  });
});
