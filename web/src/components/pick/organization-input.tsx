import { Autocomplete } from '@mantine/core';
import { useOrganizationNames } from './organization-names';

interface OrganizationInputProps {
  label: string;
  name?: string;
  maxLength?: number;
  value: string;
  error?: string | null;
  inDialog?: boolean;
  onChange: (value: string) => void;
}

// Offers the organizations there are; any other name will do as well.
export function OrganizationInput({ inDialog = false, ...props }: OrganizationInputProps) {
  const names = useOrganizationNames(props.value);
  return (
    <Autocomplete
      {...props}
      autoComplete="off"
      dir="auto"
      openOnFocus={false}
      data={names}
      filter={({ options }) => options}
      comboboxProps={{ withinPortal: inDialog }}
    />
  );
}
