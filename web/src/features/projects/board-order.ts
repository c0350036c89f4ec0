import type { Project } from './projects';

// The cards of a column: what its list holds and is still of its status, and what was moved here
// and is not in the list yet.
export function cardsOf(
  status: Project['status'],
  listed: readonly Project[],
  moved: readonly Project[],
): Project[] {
  const here = listed.filter((project) => project.status === status);
  const known = new Set(listed.map(({ id }) => id));
  const arrived = moved.filter((project) => project.status === status && !known.has(project.id));
  return arrived.length > 0 ? [...arrived, ...here] : here;
}

// How many cards the column has in all: as the server counted, with what moved in or out since.
export function cardCount(total: number, listed: readonly Project[], cards: readonly Project[]) {
  return Math.max(total - listed.length + cards.length, cards.length);
}
