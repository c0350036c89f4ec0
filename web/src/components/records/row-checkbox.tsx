import classes from './row-checkbox.module.css';

interface RowCheckboxProps {
  label: string;
  checked: boolean;
  // Some of what it stands for.
  partly?: boolean;
  onChange: (range: boolean) => void;
}

// A native control: hundreds of them stand in a virtual list. Out of the order of Tab, since Space
// on the row does the same.
export function RowCheckbox({ label, checked, partly = false, onChange }: RowCheckboxProps) {
  return (
    <input
      type="checkbox"
      className={classes.target}
      tabIndex={-1}
      aria-label={label}
      checked={checked}
      ref={(input) => {
        if (input) input.indeterminate = partly;
      }}
      // Shift would select the text between the rows.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onChange={(event) => onChange((event.nativeEvent as MouseEvent).shiftKey)}
    />
  );
}
