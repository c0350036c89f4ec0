import classes from './logo.module.css';

// A P whose bowl is a speech bubble and whose stem is the bubble's tail; the ember dot listens.
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg className={classes.mark} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" className={classes.tile} />
      <path
        className={classes.glyph}
        d="M8 14.2a8.6 8.6 0 1 1 8.6 8.6c-1.3 0-2.6-.3-3.7-.8v3.3c0 .9-.4 1.5-1.2 1.9l-2 .9c-.9.4-1.7-.1-1.7-1.1V14.2Zm8.6 4.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Z"
      />
      <circle className={classes.dot} cx="16.6" cy="14.2" r="2.1" />
    </svg>
  );
}

export function Wordmark() {
  return (
    <span className={classes.wordmark}>
      <Mark />
      <span className={classes.name}>Parley</span>
    </span>
  );
}
