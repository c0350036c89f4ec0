-- Work shared within a workspace: a project belongs to its owner and is shared with its assignees; its tasks are seen by
-- whoever sees the project, and by their own assignee.

create table projects (
  workspace_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  version int not null default 1,
  name text not null check (char_length(name) between 1 and 200),
  name_key text collate "C" not null,
  status text not null check (status in ('planned', 'in_progress', 'on_hold', 'completed', 'cancelled')),
  organization text check (char_length(organization) <= 200),
  organization_key text collate "C",
  organization_search text collate "C",
  organization_id uuid,
  assignee_ids uuid[] not null default '{}',  -- as in project_assignees: lets a policy look at the row alone
  due_date date,
  metadata jsonb not null default '{}',
  search_text text collate "C" not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, id, owner_id),
  foreign key (workspace_id, owner_id) references users (workspace_id, id),
  foreign key (workspace_id, organization_id) references organizations (workspace_id, id)
);
create index projects_by_owner on projects (workspace_id, owner_id, id desc);
create index projects_by_name on projects (workspace_id, owner_id, name_key, id);
create index projects_by_assignee on projects using gin (assignee_ids);
create index projects_by_organization on projects (workspace_id, organization_id) where organization_id is not null;
create index projects_by_organization_name on projects (workspace_id, owner_id, organization_key)
  where organization_id is null and organization_key is not null;

create table project_assignees (
  workspace_id uuid not null,
  project_id uuid not null,
  user_id uuid not null,
  owner_id uuid not null,  -- the project's
  primary key (workspace_id, project_id, user_id),
  foreign key (workspace_id, project_id, owner_id) references projects (workspace_id, id, owner_id) on delete cascade,
  foreign key (workspace_id, user_id) references users (workspace_id, id)
);
create index project_assignees_by_user on project_assignees (workspace_id, user_id);

create table tasks (
  workspace_id uuid not null,
  id uuid not null,
  owner_id uuid not null,  -- the project's
  version int not null default 1,
  name text not null check (char_length(name) between 1 and 200),
  name_key text collate "C" not null,
  status text not null check (status in ('todo', 'in_progress', 'done')),
  priority text not null check (priority in ('low', 'medium', 'high', 'urgent')),
  assignee_id uuid,
  project_id uuid not null,
  project_name text not null,  -- the assignee of a task may not see the project itself
  project_key text collate "C" not null,
  due_date date,
  search_text text collate "C" not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, project_id, owner_id) references projects (workspace_id, id, owner_id) on delete cascade,
  foreign key (workspace_id, assignee_id) references users (workspace_id, id)
);
create index tasks_by_owner on tasks (workspace_id, owner_id, id desc);
create index tasks_by_project on tasks (workspace_id, project_id, id desc);
create index tasks_by_assignee on tasks (workspace_id, assignee_id, id desc) where assignee_id is not null;
create index tasks_by_due_date on tasks (workspace_id, owner_id, coalesce(due_date, 'infinity'::date), id);

-- What was done to shared work is seen by those who share it.
alter table changes add column shared_through uuid;  -- the project of a project's or task's change
create index changes_by_share on changes (workspace_id, shared_through, id desc) where shared_through is not null;
create index changes_by_actor on changes (workspace_id, actor_id, id desc);

do $$
declare
  workspace constant text := '(select nullif(current_setting(''parley.workspace_id'', true), '''')::uuid)';
  member constant text := '(select nullif(current_setting(''parley.user_id'', true), '''')::uuid)';
  -- The projects shared with the member, looked up once per statement.
  shared constant text := 'any (array(select p.id from projects p where p.workspace_id = ' || workspace ||
                          ' and p.assignee_ids @> array[' || member || ']))';
  rule record;
begin
  for rule in
    select * from (values
      ('projects', 'assignee_ids @> array[' || member || ']', 'false'),
      ('project_assignees', 'user_id = ' || member || ' or project_id = ' || shared, null),
      ('tasks', 'assignee_id = ' || member || ' or project_id = ' || shared, null)
    ) as rules (name, also_seen_by, also_deleted_by)
  loop
    execute format('alter table %I enable row level security', rule.name);
    execute format('alter table %I force row level security', rule.name);
    execute format('create policy %I on %I for select using (workspace_id = %s and (owner_id = %s or %s))',
                   rule.name || '_seen', rule.name, workspace, member, rule.also_seen_by);
    execute format('create policy %I on %I for update using (workspace_id = %s and (owner_id = %s or %s))',
                   rule.name || '_changed', rule.name, workspace, member, rule.also_seen_by);
    execute format('create policy %I on %I for insert with check (workspace_id = %s and (owner_id = %s or %s))',
                   rule.name || '_made', rule.name, workspace, member,
                   case rule.name when 'projects' then 'false' else 'project_id = ' || shared end);
    execute format('create policy %I on %I for delete using (workspace_id = %s and (owner_id = %s or %s))',
                   rule.name || '_deleted', rule.name, workspace, member,
                   coalesce(rule.also_deleted_by, rule.also_seen_by));
  end loop;

  drop policy changes_of_owner on changes;
  execute format('create policy changes_seen on changes for select using '
                 '(workspace_id = %s and (owner_id = %s or actor_id = %s or shared_through = %s))',
                 workspace, member, member, shared);
  execute format('create policy changes_marked on changes for update using '
                 '(workspace_id = %s and (owner_id = %s or actor_id = %s or shared_through = %s))',
                 workspace, member, member, shared);
  execute format('create policy changes_made on changes for insert with check (workspace_id = %s and actor_id = %s)',
                 workspace, member);
end $$;

do $$
begin
  execute format('grant select, insert, update, delete on projects, project_assignees, tasks to %I',
                 current_setting('parley.app_role'));
end $$;
