import { type ReactNode, useId } from 'react';
import classes from './settings-card.module.css';

interface SettingsCardProps {
  title: string;
  text: string;
  children: ReactNode;
}

// One matter of the settings: what it is on the left, what can be done on the right.
export function SettingsCard({ title, text, children }: SettingsCardProps) {
  const id = useId();
  return (
    <section className={classes.card} aria-labelledby={id}>
      <header className={classes.header}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        <p className={classes.text}>{text}</p>
      </header>
      <div className={classes.content}>{children}</div>
    </section>
  );
}
