-- What a request with an Idempotency-Key answered, so that its repetition answers the same and does nothing.
create table idempotency_keys (
  workspace_id uuid not null,
  owner_id uuid not null,
  key text collate "C" not null check (char_length(key) between 1 and 255),
  request bytea not null,  -- SHA-256 of what was asked
  run_id uuid,             -- the run it started, known before its answer is
  answer text,             -- unset while it is worked on
  body text,
  created_at timestamptz not null,
  primary key (workspace_id, owner_id, key),
  foreign key (workspace_id, owner_id) references users (workspace_id, id)
);
create index idempotency_keys_by_age on idempotency_keys (workspace_id, owner_id, created_at);

do $$
declare
  mine constant text := 'workspace_id = (select nullif(current_setting(''parley.workspace_id'', true), '''')::uuid) '
                        'and owner_id = (select nullif(current_setting(''parley.user_id'', true), '''')::uuid)';
begin
  alter table idempotency_keys enable row level security;
  alter table idempotency_keys force row level security;
  execute format('create policy idempotency_keys_of_owner on idempotency_keys using (%s) with check (%s)', mine, mine);
  execute format('grant select, insert, update, delete on idempotency_keys to %I', current_setting('parley.app_role'));
end $$;
