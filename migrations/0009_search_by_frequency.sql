-- Searches of an owner's records (contacts, organizations) that stay fast whatever the word:
-- - Of a common word the list in its order soon holds a page, and the index would answer thousands of rows first. So a look
--   at the newest rows comes before the index.
-- - The index alone says whose rows they are. With the workspace as one more condition the planner would also collect the
--   whole workspace from the primary key; the row is still checked for it.
-- - The ids come newest first, so that a page in that order reads the records of its own ids alone.
do $$
declare
  app constant text := current_setting('parley.app_role');
  rule record;
begin
  for rule in
    select * from (values
      ('contacts', 'search_text || coalesce(organization_search, '''')'),
      ('organizations', 'search_text')
    ) as rules (name, searched)
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
        if seen = 500 and matching >= 10 then
          return null;
        end if;
        for i in 1 .. cardinality(patterns) loop
          conditions := conditions || format(' and (%%s) like %%L', %2$L, patterns[i]);
        end loop;
        execute 'select array_agg(id order by id desc) from (select id from public.%3$I where (workspace_id = $1) is true '
                || 'and owner_id = $2' || conditions || ' limit $3) as found'
          into ids using workspace, member, most + 1;
        if cardinality(ids) > most then
          return null;
        end if;
        return coalesce(ids, '{}');
      end $body$ $function$,
      'search_' || rule.name, rule.searched, rule.name);
    execute format('revoke all on function %I(text[], int) from public', 'search_' || rule.name);
    execute format('grant execute on function %I(text[], int) to %I', 'search_' || rule.name, app);
  end loop;
end $$;
