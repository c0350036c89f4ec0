import css from './parley-mark.module.css';

interface ParleyMarkProps {
  size?: number;
  alive?: boolean;
}

// The logo's speech bubble in the assistant's colour; its dot beats while an answer is made.
export function ParleyMark({ size = 22, alive = false }: ParleyMarkProps) {
  return (
    <svg
      className={css.mark}
      data-alive={alive || undefined}
      width={size}
      height={size}
      viewBox="5 3.4 23 27"
      aria-hidden="true"
    >
      <path
        fill="currentColor"
        d="M8 14.2a8.6 8.6 0 1 1 8.6 8.6c-1.3 0-2.6-.3-3.7-.8v3.3c0 .9-.4 1.5-1.2 1.9l-2 .9c-.9.4-1.7-.1-1.7-1.1V14.2Zm8.6 4.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Z"
      />
      <circle className={css.dot} cx="16.6" cy="14.2" r="2.1" fill="currentColor" />
    </svg>
  );
}
