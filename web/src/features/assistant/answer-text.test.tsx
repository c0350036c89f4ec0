import { act, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { AnswerText } from './answer-text';
import { renderOnPage } from './test-page';

const arrival = vi.hoisted(() => {
  let arrive = () => {};
  const arrived = new Promise<void>((done) => (arrive = done));
  return { arrived, arrive: () => arrive() };
});

// What it makes of a text is tested with it; here it only takes its time.
vi.mock('./markdown', async () => {
  await arrival.arrived;
  return { default: ({ text }: { text: string }) => <article>{text}</article> };
});

const text = 'I saved [Jane Miller](/contacts/1), **CTO** of Initech.';

it('shows the words alone until the renderer is there, and then leaves the text to it', async () => {
  const { container, unmount } = await renderOnPage(<AnswerText text={text} />);
  expect(container.querySelector('p')?.textContent).toBe('I saved Jane Miller, CTO of Initech.');
  await act(async () => arrival.arrive());
  await waitFor(() => expect(container.querySelector('article')?.textContent).toBe(text));
  unmount();
  // From now on nothing waits for it, not even for a moment.
  const next = await renderOnPage(<AnswerText text={text} />);
  expect(next.container.querySelector('article')).not.toBeNull();
});
