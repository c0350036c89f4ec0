import { IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import { m } from '@/lib/messages';
import classes from './toast.module.css';

export interface ToastAction {
  label: string;
  run: () => void;
}

export interface Toast {
  id: number;
  kind: 'done' | 'problem';
  message: string;
  action?: ToastAction | undefined;
  // Milliseconds; 0 stays until it is closed.
  duration: number;
}

const atMost = 4;
let lastId = 0;

const useToasts = create<{ toasts: Toast[] }>(() => ({ toasts: [] }));

export function toast(
  message: string,
  options: Partial<Omit<Toast, 'id' | 'message'>> = {},
): number {
  lastId += 1;
  const entry: Toast = {
    id: lastId,
    kind: 'done',
    message,
    duration: options.action ? 10_000 : 5_000,
    ...options,
  };
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, entry].slice(-atMost) }));
  return entry.id;
}

export function closeToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((entry) => entry.id !== id) }));
}

export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div className={classes.region} role="status" aria-live="polite">
      {toasts.map((entry) => (
        <ToastCard key={entry.id} toast={entry} />
      ))}
    </div>
  );
}

function ToastCard({ toast: { id, kind, message, action, duration } }: { toast: Toast }) {
  const timer = useRef(0);
  const start = () => {
    if (duration > 0) timer.current = window.setTimeout(() => closeToast(id), duration);
  };
  const stop = () => window.clearTimeout(timer.current);
  useEffect(() => {
    if (duration > 0) timer.current = window.setTimeout(() => closeToast(id), duration);
    return () => window.clearTimeout(timer.current);
  }, [id, duration]);

  return (
    <div
      className={classes.toast}
      data-kind={kind}
      onMouseEnter={stop}
      onMouseLeave={start}
      onFocus={stop}
      onBlur={start}
    >
      <span className={classes.icon}>
        {kind === 'done' ? <IconCheck size={15} /> : <IconAlertTriangle size={15} />}
      </span>
      <span className={classes.message}>{message}</span>
      {action && (
        <button
          type="button"
          className={classes.action}
          onClick={() => {
            closeToast(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        className={classes.close}
        aria-label={m.common.close}
        onClick={() => closeToast(id)}
      >
        <IconX size={14} />
      </button>
    </div>
  );
}
