import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLayoutEffect, useRef, useState } from 'react';
import { expect, it } from 'vitest';
import { useKeptFocus } from './use-kept-focus';

// Like Chromium, it says that it loses the focus before it is gone.
function Approve({ onClick }: { onClick: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const element = button.current;
    return () => void element?.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
  }, []);
  return (
    <button ref={button} onClick={onClick}>
      Approve
    </button>
  );
}

function Frame() {
  const frame = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const [asked, setAsked] = useState(true);
  useKeptFocus(frame, () => area.current?.focus());
  return (
    <>
      <div ref={frame}>
        {asked && <Approve onClick={() => setAsked(false)} />}
        <textarea ref={area} />
      </div>
      <button onClick={() => setAsked(false)}>Elsewhere</button>
    </>
  );
}

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

it('goes on at the composer when the button that had the focus is gone', async () => {
  render(<Frame />);
  await press('Approve');
  expect(document.activeElement).toBe(screen.getByRole('textbox'));
});

it('stays where it is when something goes that did not have it', async () => {
  render(<Frame />);
  await press('Elsewhere');
  expect(document.activeElement?.textContent).toBe('Elsewhere');
});
