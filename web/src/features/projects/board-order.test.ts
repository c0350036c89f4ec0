import { expect, it } from 'vitest';
import { cardCount, cardsOf } from './board-order';
import type { Project } from './projects';

const project = (id: string, status: string) => ({ id, status }) as Project;
const ids = (cards: Project[]) => cards.map(({ id }) => id);

it('shows a card in the column of its status at once, before the lists say so', () => {
  const planned = [project('a', 'in_progress'), project('b', 'planned')];
  const moved = [project('a', 'in_progress')];
  expect(ids(cardsOf('planned', planned, moved))).toEqual(['b']);
  expect(ids(cardsOf('in_progress', [project('c', 'in_progress')], moved))).toEqual(['a', 'c']);
});

it('shows a card once when its new list has it too', () => {
  const moved = [project('a', 'planned')];
  expect(ids(cardsOf('planned', [project('a', 'planned')], moved))).toEqual(['a']);
});

it('counts what the server counted, and what moved since', () => {
  const listed = [project('a', 'in_progress'), project('b', 'planned')];
  expect(cardCount(40, listed, cardsOf('planned', listed, []))).toBe(39);
  const there = [project('c', 'in_progress')];
  expect(cardCount(1, there, cardsOf('in_progress', there, [project('a', 'in_progress')]))).toBe(2);
});
