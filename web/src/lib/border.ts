interface Row {
  id: string;
}

// Where the rows of one page end and those of later pages begin, in rows that are read again: where
// the fewest stand on the wrong side, for single ones may have moved over the border since.
export function borderOf(
  rows: readonly Row[],
  here: ReadonlySet<string>,
  later: ReadonlySet<string>,
): number {
  let wrong = rows.filter(({ id }) => here.has(id)).length;
  let fewest = wrong;
  let border = 0;
  rows.forEach(({ id }, index) => {
    if (here.has(id)) wrong -= 1;
    else if (later.has(id)) wrong += 1;
    if (wrong > fewest) return;
    fewest = wrong;
    border = index + 1;
  });
  return border;
}
