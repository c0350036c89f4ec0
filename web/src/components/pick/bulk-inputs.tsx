import { Select, TextInput } from '@mantine/core';

interface InputProps {
  label: string;
  value: string;
  error?: string | null;
  onChange: (value: string) => void;
}

// A field of a form whose value is one of a few.
export function choiceInput(choices: readonly { value: string; label: string }[]) {
  return function ChoiceInput({ label, value, error = null, onChange }: InputProps) {
    return (
      <Select
        label={label}
        data={choices}
        allowDeselect={false}
        value={value}
        error={error}
        onChange={(chosen) => onChange(chosen ?? value)}
      />
    );
  };
}

export function DayInput({ label, value, error = null, onChange }: InputProps) {
  return (
    <TextInput
      type="date"
      label={label}
      min="1900-01-01"
      max="2999-12-31"
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
