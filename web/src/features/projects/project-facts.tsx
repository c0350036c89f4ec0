import { useState } from 'react';
import { lazyDialog } from '@/components/lazy-dialog';
import type { FieldEdit, WorkField } from '@/components/pick/work-field-pick';
import { InlineFact } from '@/components/records/inline-fact';
import { PickFact } from '@/components/records/pick-fact';
import { TimeFacts } from '@/components/records/time-facts';
import { DueDay, PersonMark, StatusMark } from '@/components/work/marks';
import { isFinished, w } from '@/lib/work';
import { OrganizationName } from './organization-name';
import classes from './project-page.module.css';
import { type Project, projectFields } from './projects';

const ProjectPick = lazyDialog(() => import('./project-pick'));

interface ProjectFactsProps {
  project: Project;
  save: (changes: Partial<Project>) => Promise<unknown>;
}

export function ProjectFacts({ project, save }: ProjectFactsProps) {
  const [picked, setPicked] = useState<FieldEdit<Project> | null>(null);
  const { name, status, organization, assignees, due_date } = project;
  const pick = (field: WorkField) => (anchor: Element) =>
    setPicked({ record: project, field, anchor });
  return (
    <dl style={{ margin: 0 }}>
      <InlineFact
        field="name"
        label={w.name}
        value={name}
        facts={projectFields.name}
        onSave={(value) => save({ name: value ?? '' })}
      />
      <PickFact label={w.status} onEdit={pick('status')}>
        <StatusMark status={status} />
      </PickFact>
      <InlineFact
        field="organization"
        label={w.organization}
        value={organization}
        facts={projectFields.organization}
        onSave={(value) => save({ organization: value })}
      >
        <OrganizationName project={project} />
      </InlineFact>
      <PickFact label={w.assignees} onEdit={pick('assignees')}>
        {assignees.length === 0 ? null : (
          <span className={classes.people}>
            {assignees.map((person) => (
              <PersonMark key={person.id} name={person.name} />
            ))}
          </span>
        )}
      </PickFact>
      <PickFact label={w.dueDate} onEdit={pick('due_date')}>
        {due_date && <DueDay day={due_date} finished={isFinished(status)} />}
      </PickFact>
      <TimeFacts record={project} />
      {picked && <ProjectPick edit={picked} onClose={() => setPicked(null)} />}
    </dl>
  );
}
