import { useQuery } from '@tanstack/react-query';
import { FoundSelect, type FoundSelectProps } from '@/components/pick/found-select';
import { w } from '@/lib/work';
import { projectChoices, projectName } from './project-choices';

// The field of a form in which a project is chosen.
export function ProjectSelect(props: FoundSelectProps) {
  const { value, name } = props;
  const known = useQuery({ ...projectName(value), enabled: value !== '' && !name });
  return (
    <FoundSelect
      {...props}
      name={name ?? known.data}
      field="project_id"
      placeholder={w.findProject}
      nothingFound={w.noProjectFound}
      useFound={useProjects}
    />
  );
}

const useProjects = (search: string) => useQuery(projectChoices(search)).data;
