import { Autocomplete } from '@mantine/core';
import { useOrganizationNames } from './organization-names';

interface OrganizationInputProps {
  label: string;
  value: string;
  error?: string | null;
  onChange: (value: string) => void;
}

// Offers the organizations there are; any other name will do as well.
export function OrganizationInput({ label, value, error, onChange }: OrganizationInputProps) {
  const names = useOrganizationNames(value);
  return (
    <Autocomplete
      label={label}
      autoComplete="off"
      dir="auto"
      openOnFocus={false}
      data={names}
      filter={({ options }) => options}
      value={value}
      error={error}
      onChange={onChange}
      comboboxProps={{ withinPortal: false }}
    />
  );
}
