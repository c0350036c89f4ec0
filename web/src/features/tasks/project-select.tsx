import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { w } from '@/lib/work';
import { projectChoices, projectName } from './project-choices';

interface ProjectSelectProps {
  label: string;
  value: string;
  // Shown until the projects are there.
  name?: string | undefined;
  required?: boolean;
  error?: string | null;
  onChange: (value: string) => void;
  inDialog?: boolean;
}

const pauseInTyping = 120;

// The field of a form in which a project is chosen.
export function ProjectSelect(props: ProjectSelectProps) {
  const { label, value, name, required = false, error = null, onChange, inDialog = false } = props;
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), pauseInTyping);
  const known = useQuery({ ...projectName(value), enabled: value !== '' && !name });
  const { data } = useQuery(projectChoices(search === (name ?? known.data) ? '' : search));
  const choices = new Map((data ?? []).map((project) => [project.id, project.name]));
  const shown = name ?? known.data;
  if (value && shown) choices.set(value, shown);
  return (
    <Select
      name="project_id"
      label={label}
      required={required}
      withAsterisk={required}
      data={[...choices].map(([id, text]) => ({ value: id, label: text }))}
      // The server has searched already.
      filter={({ options }) => options}
      value={value || null}
      error={error}
      onChange={(chosen) => onChange(chosen ?? '')}
      placeholder={w.findProject}
      searchable
      clearable={!required}
      onSearchChange={setTyped}
      nothingFoundMessage={w.noProjectFound}
      comboboxProps={{ withinPortal: inDialog }}
    />
  );
}
