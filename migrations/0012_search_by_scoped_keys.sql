-- Searches whose cost is the owner's own. The trigram indexes of 0008 keep one list per trigram for the whole installation, and a
-- search of one owner's 50 matches reads hundreds of thousands of entries of others: 8 to 16 ms among a million records. Here a
-- trigram is hashed together with whose it is (the owner; of shared work the workspace), so the lists that a search joins
-- hold its own records alone.

create function search_keys(scope uuid, searched text) returns bigint[]
  language plpgsql immutable strict parallel safe cost 10000  -- never to be reckoned row by row
  as $$
  begin  -- not in SQL, which is planned anew for every row that is written
    return (select array_agg(pg_catalog.hashtextextended(trigram, pg_catalog.uuid_hash_extended(scope, 0)))
            from unnest(public.show_trgm(searched)) as trigram);
  end $$;

-- The keys of what holds all patterns ('% wor%' begins a word, '%ord%' lies inside one). A trigram of other letters than ASCII is
-- a hash of pg_trgm's, got by looking at what two texts that share nothing but the piece have in common.
create function search_keys_of_patterns(scope uuid, patterns text[]) returns bigint[]
  language plpgsql immutable strict parallel safe
  as $$
  declare
    trigrams text[] := '{}';
    pattern text;
    word text;
    piece text;
  begin
    foreach pattern in array patterns loop
      word := ltrim(btrim(pattern, '%'));
      if starts_with(pattern, '% ') then
        piece := left(word, 2);
        if octet_length(piece) = length(piece) then
          trigrams := trigrams || lpad(piece, 3);  -- of two letters, which the first alone adds nothing to
        else
          trigrams := trigrams || array(select unnest(public.show_trgm(piece || 'a'))
                                        intersect select unnest(public.show_trgm(piece || 'b')));
        end if;
      end if;
      for i in 1 .. length(word) - 2 loop
        piece := substr(word, i, 3);
        if octet_length(piece) = 3 then
          trigrams := trigrams || piece;
        else
          trigrams := trigrams || array(select unnest(public.show_trgm('a' || piece || 'a'))
                                        intersect select unnest(public.show_trgm('b' || piece || 'b')));
        end if;
      end loop;
    end loop;
    return array(select hashtextextended(trigram, uuid_hash_extended(scope, 0)) from unnest(trigrams) as trigram);
  end $$;

do $$
declare
  app constant text := current_setting('parley.app_role');
  shared_project constant text := 'exists (select from public.project_assignees where workspace_id = workspace '
                                  'and user_id = member and owner_id <> member)';
  shared_task constant text := 'exists (select from public.tasks where workspace_id = workspace '
                               'and assignee_id = member and assignee_id <> owner_id)';
  rule record;
begin
  for rule in
    select * from (values
      ('contacts', 'search_text || coalesce(organization_search, '''')', 'owner_id', 'member', 'false'),
      ('organizations', 'search_text', 'owner_id', 'member', 'false'),
      ('projects', 'search_text || coalesce(organization_search, '''')', 'workspace_id', 'workspace', shared_project),
      ('tasks', 'search_text || project_key || '' ''', 'workspace_id', 'workspace', shared_project || ' or ' || shared_task)
    ) as rules (name, searched, scope, whose, shared)
  loop
    execute format('drop index %I', rule.name || '_by_trigram');
    execute format('create index %1$I on %2$I using gin (search_keys(%3$I, (%4$s))) with (gin_pending_list_limit = 128)',
                   rule.name || '_by_search_key', rule.name, rule.scope, rule.searched);
    execute format('alter index %I alter column 1 set statistics 0', rule.name || '_by_search_key');
    -- Ids of the records in which every pattern occurs, newest first; null when the list walked in its order soon holds a page
    -- of them, which a look at the owner's newest records tells (where others share with the member it cannot), or when they
    -- are more than `most`. At one in thirty of 50,000 both ways cost the same. Whose a record is stands in the keys; it is
    -- checked again, so written that no other index seems a way in.
    execute format($function$
      create or replace function %1$I(patterns text[], most int) returns uuid[]
      language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
      set plan_cache_mode = force_generic_plan  -- each has one good plan, and planning would cost more than running
      as $body$
      declare
        workspace constant uuid := nullif(current_setting('parley.workspace_id', true), '')::uuid;
        member constant uuid := nullif(current_setting('parley.user_id', true), '')::uuid;
        keys bigint[];
        seen int;
        matching int;
        -- One trigram says it all: two letters that begin a word, or three inside.
        sure constant boolean := cardinality(patterns) = 1 and octet_length(patterns[1]) <= 5
                                 and length(patterns[1]) = octet_length(patterns[1]);
        ids uuid[];
      begin
        if not (%6$s) then
          select count(*), count(*) filter (where matches), array_agg(id order by id desc) filter (where matches)
          into seen, matching, ids
          from (select id, (%2$s) like all (patterns) as matches from public.%3$I
                where workspace_id = workspace and owner_id = member
                order by id desc limit 300) as newest;
          if seen < 300 then
            return coalesce(ids, '{}');
          end if;
          if matching >= 10 then
            return null;
          end if;
        end if;
        keys := public.search_keys_of_patterns(%5$s, patterns);
        if keys = '{}' then
          return null;
        end if;
        select array_agg(id order by id desc) into ids
        from (select id from public.%3$I
              where public.search_keys(%4$I, (%2$s)) @> keys and (workspace_id = workspace) is true
                and (%4$I = %5$s) is true and (sure or (%2$s) like all (patterns))
              limit most + 1) as found;
        if cardinality(ids) > most then
          return null;
        end if;
        return coalesce(ids, '{}');
      end $body$ $function$,
      'search_' || rule.name, rule.searched, rule.name, rule.scope, rule.whose, rule.shared);
    execute format('revoke all on function %I(text[], int) from public', 'search_' || rule.name);
    execute format('grant execute on function %I(text[], int) to %I', 'search_' || rule.name, app);
  end loop;
end $$;
