import { IconAlertTriangle } from '@tabler/icons-react';
import classes from './form-problem.module.css';

export function FormProblem({ text }: { text: string | null }) {
  return (
    <div role="alert" className={classes.region}>
      {text && (
        <p className={classes.problem}>
          <IconAlertTriangle size={16} aria-hidden="true" />
          <span>{text}</span>
        </p>
      )}
    </div>
  );
}
