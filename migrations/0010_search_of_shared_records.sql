-- Searches of projects and tasks get what 0009 gave to contacts and organizations: before the index a look at the owner's
-- newest rows, of common words the list in its order; and their ids newest first. All four functions are made from one text
-- here, which replaces those of before.
-- What others share with a member is no part of that look, as its order is not one index's. So it decides only where nothing
-- is shared; elsewhere the index decides alone.

-- The tasks that others have given to a member, apart from his own, which may be many.
create index tasks_of_others_by_assignee on tasks (workspace_id, assignee_id, id desc) where assignee_id <> owner_id;

do $$
declare
  app constant text := current_setting('parley.app_role');
  -- Without `is true` the planner would collect the whole workspace from the primary key as well.
  owned constant text := '(workspace_id = $1) is true and owner_id = $2';
  in_workspace constant text := 'workspace_id = $1 and $2 is not null';
  shared_project constant text := 'exists (select from public.project_assignees where workspace_id = workspace '
                                  'and user_id = member and owner_id <> member)';
  shared_task constant text := 'exists (select from public.tasks where workspace_id = workspace '
                               'and assignee_id = member and assignee_id <> owner_id)';
  rule record;
begin
  for rule in
    select * from (values
      ('contacts', 'search_text || coalesce(organization_search, '''')', owned, 'false'),
      ('organizations', 'search_text', owned, 'false'),
      ('projects', 'search_text || coalesce(organization_search, '''')', in_workspace, shared_project),
      ('tasks', 'search_text || project_key || '' ''', in_workspace, shared_project || ' or ' || shared_task)
    ) as rules (name, searched, narrowed, shared)
  loop
    execute format($function$
      create or replace function %1$I(patterns text[], most int) returns uuid[]
      language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
      as $body$
      declare
        workspace constant uuid := nullif(current_setting('parley.workspace_id', true), '')::uuid;
        member constant uuid := nullif(current_setting('parley.user_id', true), '')::uuid;
        conditions text := '';
        seen int;
        matching int;
        ids uuid[];
      begin
        select count(*), count(*) filter (where newest.searched like all (patterns)) into seen, matching
        from (select (%2$s) as searched from public.%3$I where workspace_id = workspace and owner_id = member
              order by id desc limit 500) as newest;
        if seen = 500 and matching >= 10 and not (%5$s) then
          return null;
        end if;
        for i in 1 .. cardinality(patterns) loop
          conditions := conditions || format(' and (%%s) like %%L', %2$L, patterns[i]);
        end loop;
        execute 'select array_agg(id order by id desc) from (select id from public.%3$I where %4$s' || conditions
                || ' limit $3) as found'
          into ids using workspace, member, most + 1;
        if cardinality(ids) > most then
          return null;
        end if;
        return coalesce(ids, '{}');
      end $body$ $function$,
      'search_' || rule.name, rule.searched, rule.name, rule.narrowed, rule.shared);
    execute format('revoke all on function %I(text[], int) from public', 'search_' || rule.name);
    execute format('grant execute on function %I(text[], int) to %I', 'search_' || rule.name, app);
  end loop;
end $$;
