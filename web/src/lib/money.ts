const cents = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const fine = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  minimumSignificantDigits: 2,
  maximumSignificantDigits: 2,
});

const micros = 1_000_000;

// Millionths of a dollar as dollars; of what is less than a cent, the first two digits.
export function dollars(amount: number): string {
  const small = amount > 0 && amount < micros / 100;
  return (small ? fine : cents).format(amount / micros);
}

// What somebody typed, in millionths of a dollar; null: no sum of money.
export function microsOf(typed: string): number | null {
  const plain = typed
    .trim()
    .replace(/^\$\s*/, '')
    .replace(/,/g, '');
  if (!/^\d+(\.\d{1,2})?$/.test(plain)) return null;
  return Math.round(Number(plain) * micros);
}

// As it is typed: without the sign, and without cents where there are none.
export function typedDollars(amount: number): string {
  const value = amount / micros;
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}
