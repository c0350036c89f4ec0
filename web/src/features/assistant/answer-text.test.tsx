import { act, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { AnswerText } from './answer-text';
import { renderOnPage } from './test-page';

const arrival = vi.hoisted(() => {
  let arrive = () => {};
  const arrived = new Promise<void>((done) => (arrive = done));
  return { arrived, arrive: () => arrive() };
});

vi.mock('./markdown', async (original) => {
  await arrival.arrived;
  return original();
});

const text = 'I saved [Jane Miller](/contacts/1), **CTO** of Initech.';

it('never shows its source: first the words alone, then the text as it is meant', async () => {
  const { container } = await renderOnPage(<AnswerText text={text} />);
  expect(container.querySelector('p')?.textContent).toBe('I saved Jane Miller, CTO of Initech.');
  expect(container.querySelector('a, strong')).toBeNull();
  await act(async () => arrival.arrive());
  const link = await screen.findByRole('link', { name: 'Jane Miller' });
  expect(link.getAttribute('href')).toBe('/contacts/1');
  expect(container.querySelector('strong')?.textContent).toBe('CTO');
});
