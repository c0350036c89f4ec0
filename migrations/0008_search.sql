-- Search inside words. LIKE is not leakproof, so under row-level security no index may serve it: these functions look into
-- the trigram indexes as the owner of the tables, answer ids alone, and the query around them reads the records under
-- row-level security as always.
create extension if not exists pg_trgm;
create extension if not exists btree_gin;

create index contacts_by_trigram on contacts
  using gin (owner_id, (search_text || coalesce(organization_search, '')) gin_trgm_ops) with (gin_pending_list_limit = 128);
create index organizations_by_trigram on organizations
  using gin (owner_id, search_text gin_trgm_ops) with (gin_pending_list_limit = 128);
create index projects_by_trigram on projects
  using gin (workspace_id, (search_text || coalesce(organization_search, '')) gin_trgm_ops) with (gin_pending_list_limit = 128);
create index tasks_by_trigram on tasks
  using gin (workspace_id, (search_text || project_key || ' ') gin_trgm_ops) with (gin_pending_list_limit = 128);

do $$
declare
  app constant text := current_setting('parley.app_role');
  rule record;
begin
  for rule in
    select * from (values
      ('contacts', 'search_text || coalesce(organization_search, '''')', 'and owner_id = $2'),
      ('organizations', 'search_text', 'and owner_id = $2'),
      ('projects', 'search_text || coalesce(organization_search, '''')', 'and $2 is not null'),
      ('tasks', 'search_text || project_key || '' ''', 'and $2 is not null')
    ) as rules (name, searched, narrowed)
  loop
    execute format('create policy %I on %I for select to current_user using (true)', rule.name || '_searched', rule.name);
    -- Ids of the records in which every pattern occurs; null when there are more than `most`, where reading the list in
    -- its order and filtering is the faster way.
    execute format($function$
      create function %1$I(patterns text[], most int) returns uuid[]
      language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
      as $body$
      declare
        ids uuid[];
        conditions text := '';
      begin
        for i in 1 .. cardinality(patterns) loop
          conditions := conditions || format(' and (%%s) like %%L', %2$L, patterns[i]);
        end loop;
        execute 'select array_agg(id) from (select id from public.%3$I where workspace_id = $1 %4$s' || conditions
                || ' limit $3) as found'
          into ids
          using nullif(current_setting('parley.workspace_id', true), '')::uuid,
                nullif(current_setting('parley.user_id', true), '')::uuid, most + 1;
        if cardinality(ids) > most then
          return null;
        end if;
        return coalesce(ids, '{}');
      end $body$ $function$,
      'search_' || rule.name, rule.searched, rule.name, rule.narrowed);
    execute format('revoke all on function %I(text[], int) from public', 'search_' || rule.name);
    execute format('grant execute on function %I(text[], int) to %I', 'search_' || rule.name, app);
  end loop;
end $$;
