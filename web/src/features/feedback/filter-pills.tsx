import classes from './feedback-list.module.css';

interface FilterPillsProps<T extends string> {
  label: string;
  // The name of no choice at all.
  all: string;
  choices: readonly T[];
  names: Record<string, string>;
  chosen: T | undefined;
  onChoose: (choice: T | undefined) => void;
}

export function FilterPills<T extends string>(props: FilterPillsProps<T>) {
  const { label, all, choices, names, chosen, onChoose } = props;
  return (
    <div role="group" aria-label={label} className={classes.pills}>
      {[undefined, ...choices].map((choice) => (
        <button
          key={choice ?? ''}
          type="button"
          className={classes.pill}
          aria-pressed={chosen === choice}
          onClick={() => onChoose(choice)}
        >
          {choice === undefined ? all : (names[choice] ?? choice)}
        </button>
      ))}
    </div>
  );
}
