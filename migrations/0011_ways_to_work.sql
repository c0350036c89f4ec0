-- Ways to the rows of shared work, and orders of work that an index holds.

-- The projects that others share with the member. As a function, because a policy of project_assignees may not read that
-- table through itself, and reading the projects instead means their own policy: everything that the member owns.
create index project_assignees_of_others on project_assignees (workspace_id, user_id) where user_id <> owner_id;
create policy project_assignees_looked_up on project_assignees for select to current_user using (true);
create function shared_projects() returns uuid[]
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select coalesce(array_agg(project_id), '{}') from public.project_assignees
    where workspace_id = nullif(current_setting('parley.workspace_id', true), '')::uuid
      and user_id = nullif(current_setting('parley.user_id', true), '')::uuid and user_id <> owner_id
  $$;

do $$
declare
  workspace constant text := '(select nullif(current_setting(''parley.workspace_id'', true), '''')::uuid)';
  member constant text := '(select nullif(current_setting(''parley.user_id'', true), '''')::uuid)';
  shared constant text := 'any ((select shared_projects())::uuid[])';
  app constant text := current_setting('parley.app_role');
  rule record;
begin
  for rule in
    select * from (values
      ('project_assignees', 'user_id = ' || member || ' or project_id = ' || shared),
      ('tasks', 'assignee_id = ' || member || ' or project_id = ' || shared)
    ) as rules (name, also_seen_by)
  loop
    execute format('alter policy %I on %I using (workspace_id = %s and (owner_id = %s or %s))',
                   rule.name || '_seen', rule.name, workspace, member, rule.also_seen_by);
    execute format('alter policy %I on %I using (workspace_id = %s and (owner_id = %s or %s))',
                   rule.name || '_changed', rule.name, workspace, member, rule.also_seen_by);
    execute format('alter policy %I on %I with check (workspace_id = %s and (owner_id = %s or project_id = %s))',
                   rule.name || '_made', rule.name, workspace, member, shared);
    execute format('alter policy %I on %I using (workspace_id = %s and (owner_id = %s or %s))',
                   rule.name || '_deleted', rule.name, workspace, member, rule.also_seen_by);
  end loop;
  execute format('alter policy changes_seen on changes using '
                 '(workspace_id = %s and (owner_id = %s or actor_id = %s or shared_through = %s))',
                 workspace, member, member, shared);
  execute format('alter policy changes_marked on changes using '
                 '(workspace_id = %s and (owner_id = %s or actor_id = %s or shared_through = %s))',
                 workspace, member, member, shared);
  execute 'revoke all on function shared_projects() from public';
  execute format('grant execute on function shared_projects() to %I', app);
end $$;
drop index projects_by_assignee;  -- row-level security let nothing but the policies use it

-- The orders in which the pages show work, as the lists name them.
create index projects_by_due_date on projects (workspace_id, owner_id, coalesce(due_date, 'infinity'::date), id);
create index projects_by_status on projects (workspace_id, owner_id,
  array_position(array['planned','in_progress','on_hold','completed','cancelled'], status), id);
create index tasks_by_name on tasks (workspace_id, owner_id, name_key, id);
create index tasks_by_project_name on tasks (workspace_id, owner_id, project_key, id);
create index tasks_by_status on tasks (workspace_id, owner_id, array_position(array['todo','in_progress','done'], status), id);
create index tasks_by_priority on tasks (workspace_id, owner_id, array_position(array['low','medium','high','urgent'], priority), id);
