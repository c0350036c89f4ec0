import { useState } from 'react';
import { InlineFact } from '@/components/records/inline-fact';
import { PickFact } from '@/components/records/pick-fact';
import { TimeFacts } from '@/components/records/time-facts';
import { problemToast } from '@/components/undo-toast';
import { DueDay, PersonMark, StatusMark } from '@/components/work/marks';
import { isFinished, w } from '@/lib/work';
import { type ProjectField, ProjectFieldPick } from './project-field-pick';
import { OrganizationName } from './organization-name';
import classes from './project-page.module.css';
import { type Project, projectFields } from './projects';

interface ProjectFactsProps {
  project: Project;
  save: (changes: Partial<Project>) => Promise<unknown>;
}

export function ProjectFacts({ project, save }: ProjectFactsProps) {
  const [picked, setPicked] = useState<{ field: ProjectField; anchor: Element } | null>(null);
  const { name, status, organization, assignees, due_date } = project;
  const pick = (field: ProjectField) => (anchor: Element) => setPicked({ field, anchor });
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
      {picked && (
        <ProjectFieldPick
          project={project}
          field={picked.field}
          anchor={picked.anchor}
          onSave={(changes) => void save(changes).catch(problemToast)}
          onClose={() => setPicked(null)}
        />
      )}
    </dl>
  );
}
