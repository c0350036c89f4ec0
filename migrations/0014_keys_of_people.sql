-- Keys for language models that people keep for themselves beside those of the workspace, what came of each key's last
-- use, and the workspace's choice of a model.
alter table model_keys
  add column owner_id uuid,  -- null: of the workspace
  add column failure text check (failure in ('refused', 'unpaid')),  -- null: it works as far as is known
  add column failed_at timestamptz,
  drop constraint model_keys_workspace_id_provider_key,
  add unique nulls not distinct (workspace_id, owner_id, provider),
  add foreign key (workspace_id, owner_id) references users (workspace_id, id) on delete cascade;

alter table workspaces
  add column default_model text check (char_length(default_model) between 1 and 250);

-- A key is used by whoever it is for, and written by its owner; the workspace's by its administrators. It is replaced,
-- never changed: what may be updated is what came of its use. The owner of the tables seals everything anew when keys are
-- rotated.
do $$
declare
  app constant text := current_setting('parley.app_role');
  workspace constant text := '(select nullif(current_setting(''parley.workspace_id'', true), '''')::uuid)';
  member constant text := '(select nullif(current_setting(''parley.user_id'', true), '''')::uuid)';
  usable constant text := format('workspace_id = %s and (owner_id is null or owner_id = %s)', workspace, member);
  own constant text := format(
    'workspace_id = %s and (owner_id = %s or owner_id is null and '
    '(select role from users where id = %s) in (''administrator'', ''owner''))', workspace, member, member);
begin
  drop policy model_keys_of_workspace on model_keys;
  execute format('create policy model_keys_read on model_keys for select using (%s)', usable);
  execute format('create policy model_keys_used on model_keys for update using (%s) with check (%s)', usable, usable);
  execute format('create policy model_keys_added on model_keys for insert with check (%s)', own);
  execute format('create policy model_keys_removed on model_keys for delete using (%s)', own);
  execute format('revoke update on model_keys from %I', app);
  execute format('grant update (last_used_at, failure, failed_at) on model_keys to %I', app);

  create policy model_keys_rotated on model_keys to current_user using (true) with check (true);
  create policy workspace_keys_rotated on workspace_keys to current_user using (true) with check (true);
end $$;
