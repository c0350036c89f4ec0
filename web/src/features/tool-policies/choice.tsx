import { useId } from 'react';
import classes from './choice.module.css';

interface ChoiceProps<T extends string> {
  label?: string;
  labelledBy?: string;
  value: T;
  // Nobody chose it: it is what holds otherwise.
  quiet?: boolean;
  options: readonly { value: T; label: string }[];
  onChoose: (value: T) => void;
}

// One of a few words, side by side; the arrows move as in any group of radio buttons.
export function Choice<T extends string>(props: ChoiceProps<T>) {
  const { label, labelledBy, value, quiet, options, onChoose } = props;
  const name = useId();
  return (
    <div
      role="radiogroup"
      className={classes.choice}
      aria-label={label}
      aria-labelledby={labelledBy}
      data-quiet={quiet || undefined}
    >
      {options.map((option) => (
        <label key={option.value} className={classes.option} data-value={option.value}>
          <input
            type="radio"
            className="visually-hidden"
            name={name}
            checked={option.value === value}
            onChange={() => onChoose(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}
