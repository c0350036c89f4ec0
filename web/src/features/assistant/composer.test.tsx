import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createRef } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Composer, type ComposerHandle } from './composer';

const area = () => screen.getByRole<HTMLTextAreaElement>('textbox');

function show(props: Partial<Parameters<typeof Composer>[0]> = {}) {
  const send = vi.fn(() => null as string | null);
  const stop = vi.fn();
  const ref = createRef<ComposerHandle>();
  const all = { ref, userId: 'u', draftKey: 'c', placeholder: '', busy: false, stopping: false };
  const composer = (changed: typeof props) => (
    <Composer {...all} send={send} stop={stop} {...props} {...changed}>
      {null}
    </Composer>
  );
  const view = render(composer({}));
  const change = (changed: typeof props) => view.rerender(composer(changed));
  return { ...view, change, send: props.send ?? send, stop, ref };
}

describe('the composer', () => {
  beforeEach(() => sessionStorage.clear());

  it('sends by Enter and breaks the line by Shift+Enter', async () => {
    const { send } = show();
    await userEvent.type(area(), 'One{Shift>}{Enter}{/Shift}two{Enter}');
    expect(send).toHaveBeenCalledExactlyOnceWith('One\ntwo');
    expect(area().value).toBe('');
  });

  it('leaves Enter to an input method that is composing', async () => {
    const { send } = show();
    await userEvent.type(area(), 'にほん');
    fireEvent.keyDown(area(), { key: 'Enter', isComposing: true });
    fireEvent.keyDown(area(), { key: 'Enter', keyCode: 229 });
    expect(send).not.toHaveBeenCalled();
  });

  it('never sends mere blanks', async () => {
    const { send } = show();
    await userEvent.type(area(), '   {Enter}');
    expect(send).not.toHaveBeenCalled();
  });

  it('keeps a text that was not taken, and says why', async () => {
    show({ send: () => 'Too much waits.' });
    await userEvent.type(area(), 'Hello{Enter}');
    expect(area().value).toBe('Hello');
    expect(screen.getByRole('alert').textContent).toBe('Too much waits.');
  });

  it('says why something else was not taken, until more is written', async () => {
    const { ref } = show();
    act(() => ref.current?.refuse('Too much waits.'));
    expect(screen.getByRole('alert').textContent).toBe('Too much waits.');
    await userEvent.type(area(), 'H');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('keeps the unsent text for this conversation and user', async () => {
    const first = show();
    await userEvent.type(area(), 'Half a thou');
    first.unmount();
    show();
    expect(area().value).toBe('Half a thou');
    show({ userId: 'other' });
    expect(screen.getAllByRole<HTMLTextAreaElement>('textbox')[1]?.value).toBe('');
  });

  it('keeps what is typed with the conversation that a new one became', async () => {
    const { change, unmount } = show({ draftKey: 'new' });
    await userEvent.type(area(), 'And then');
    change({ draftKey: 'id' });
    expect(area().value).toBe('And then');
    unmount();
    show({ draftKey: 'new' });
    show({ draftKey: 'id' });
    const texts = screen.getAllByRole<HTMLTextAreaElement>('textbox').map(({ value }) => value);
    expect(texts).toEqual(['', 'And then']);
  });

  it('puts a text before what is typed already, and keeps both', async () => {
    const { ref, unmount } = show();
    await userEvent.type(area(), 'Half a thou');
    act(() => ref.current?.fill('Taken back'));
    expect(area().value).toBe('Taken back\nHalf a thou');
    act(() => ref.current?.fill('Taken back'));
    unmount();
    show();
    expect(area().value).toBe('Taken back\nHalf a thou');
  });

  it('keeps a text apart that what is typed only begins like', async () => {
    const { ref } = show();
    await userEvent.type(area(), 'yesterday I met Ada');
    act(() => ref.current?.fill('yes'));
    expect(area().value).toBe('yes\nyesterday I met Ada');
  });

  it('stops while an answer is made, and queues what is written meanwhile', async () => {
    const { stop, send } = show({ busy: true });
    await userEvent.click(screen.getByRole('button', { name: 'Stop answering' }));
    expect(stop).toHaveBeenCalled();
    await userEvent.type(area(), 'Next');
    await userEvent.click(screen.getByRole('button', { name: 'Send after this answer' }));
    expect(send).toHaveBeenCalledWith('Next');
  });

  it('stops what is decided one after the other, while what is written goes out at once', async () => {
    const { stop } = show({ deciding: true });
    await userEvent.click(screen.getByRole('button', { name: 'Stop answering' }));
    expect(stop).toHaveBeenCalled();
    await userEvent.type(area(), 'Rather not');
    expect(screen.getByRole('button', { name: 'Send message' })).toBeTruthy();
  });
});
