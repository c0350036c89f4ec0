import { describe, expect, it } from 'vitest';
import { dollars, microsOf, typedDollars } from './money';

describe('money', () => {
  it('is shown in cents, and in less where it is less', () => {
    expect(dollars(1_234_560_000)).toBe('$1,234.56');
    expect(dollars(10_000)).toBe('$0.01');
    expect(dollars(2_143)).toBe('$0.0021');
    expect(dollars(0)).toBe('$0.00');
  });

  it('is read as people type it', () => {
    expect(microsOf(' $1,250 ')).toBe(1_250_000_000);
    expect(microsOf('12.5')).toBe(12_500_000);
    for (const wrong of ['', 'ten', '-1', '1.234', '1e3']) expect(microsOf(wrong)).toBeNull();
    expect(typedDollars(50_000_000)).toBe('50');
    expect(typedDollars(12_500_000)).toBe('12.50');
  });
});
