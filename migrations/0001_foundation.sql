-- Sign-in identities come first: they are looked up before anybody is known, so they are the named exceptions to
-- "workspace first" and to row-level security by user. Every other table begins its keys with workspace_id and is
-- readable and writable by its owner alone.

create table workspaces (
  id uuid primary key,
  name text not null check (char_length(name) between 1 and 200),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table users (
  id uuid primary key,
  workspace_id uuid not null references workspaces (id),
  version int not null default 1,
  name text not null check (char_length(name) between 1 and 200),
  email text not null check (char_length(email) <= 320),
  email_key text not null unique,  -- the address as it is compared: case-folded
  role text not null check (role in ('owner', 'administrator', 'member')),
  password_hash text not null,
  time_zone text not null default 'UTC',
  avatar bytea,
  avatar_type text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id)
);

create table sessions (
  id uuid primary key,
  workspace_id uuid not null,
  user_id uuid not null,
  version int not null default 1,
  address text not null default '',
  user_agent text not null default '',
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  foreign key (workspace_id, user_id) references users (workspace_id, id) on delete cascade
);
create index sessions_by_user on sessions (user_id, created_at desc);
create index sessions_by_revocation on sessions (revoked_at) where revoked_at is not null;

create table refresh_tokens (
  hash bytea primary key,  -- SHA-256 of the token; the token itself is never stored
  session_id uuid not null references sessions (id) on delete cascade,
  parent bytea,
  created_at timestamptz not null default now(),
  used_at timestamptz,
  expires_at timestamptz not null
);
create index refresh_tokens_by_session on refresh_tokens (session_id);

create table signing_keys (
  id text primary key,  -- the kid
  public_key bytea not null,
  secret_sealed bytea not null,
  state text not null check (state in ('next', 'active', 'retiring')),
  created_at timestamptz not null default now(),
  activated_at timestamptz,
  retired_at timestamptz
);
create unique index signing_keys_one_active on signing_keys (state) where state = 'active';

-- Facts of the installation: the check value that tells a wrong master key.
create table installation (
  name text primary key,
  value bytea not null
);

-- Data keys, wrapped by the master key.
create table workspace_keys (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  wrapped bytea not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);

create table model_keys (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  version int not null default 1,
  provider text not null check (provider in ('anthropic', 'openai', 'gemini', 'compatible')),
  workspace_key_id uuid not null,
  key_sealed bytea not null,
  masked text not null,
  fingerprint text not null,
  base_url text,
  model text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  last_used_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, provider),
  foreign key (workspace_id, workspace_key_id) references workspace_keys (workspace_id, id)
);

create table organizations (
  workspace_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  version int not null default 1,
  name text not null check (char_length(name) between 1 and 200),
  name_key text collate "C" not null,  -- case and accents folded: how names are compared and sorted
  description text check (char_length(description) <= 10000),
  industry text check (char_length(industry) <= 200),
  metadata jsonb not null default '{}',
  search_text text collate "C" not null,  -- every text of the record, folded, its words separated by one blank
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, owner_id, name_key),
  foreign key (workspace_id, owner_id) references users (workspace_id, id)
);
create index organizations_by_owner on organizations (workspace_id, owner_id, id desc);

create table contacts (
  workspace_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  version int not null default 1,
  name text not null check (char_length(name) between 1 and 200),
  name_key text collate "C" not null,
  email text check (char_length(email) <= 320),
  phone text check (char_length(phone) <= 50),
  phone_digits text collate "C",
  job_position text check (char_length(job_position) <= 200),
  organization text check (char_length(organization) <= 200),  -- the name as given; a link shows the current one
  organization_key text collate "C",
  organization_search text collate "C",
  organization_id uuid,
  metadata jsonb not null default '{}',
  search_text text collate "C" not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references users (workspace_id, id),
  foreign key (workspace_id, organization_id) references organizations (workspace_id, id)
);
create index contacts_by_owner on contacts (workspace_id, owner_id, id desc);
create index contacts_by_name on contacts (workspace_id, owner_id, name_key, id);
create index contacts_by_organization on contacts (workspace_id, organization_id) where organization_id is not null;
create index contacts_by_organization_name on contacts (workspace_id, owner_id, organization_key)
  where organization_id is null and organization_key is not null;

-- Every write by anyone: who, through what, what it was and what it became. The base of undo.
create table changes (
  workspace_id uuid not null,
  id uuid not null,
  owner_id uuid not null,  -- whose record it was
  actor_id uuid not null,
  channel text not null check (channel in ('ui', 'api', 'assistant', 'mcp', 'sync', 'import', 'undo')),
  run_id uuid,
  action text not null check (action in ('created', 'updated', 'deleted')),
  record_type text not null,
  record_id uuid not null,
  record_name text not null,
  record_version int not null,  -- the version this change made; of a deletion, the last one
  before text,
  after text,
  undone_by uuid,  -- the change that took this one back
  at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references users (workspace_id, id),
  foreign key (workspace_id, actor_id) references users (workspace_id, id)
);
create index changes_by_owner on changes (workspace_id, owner_id, id desc);
create index changes_by_record on changes (workspace_id, record_id, id desc);
create index changes_by_undo on changes (workspace_id, undone_by) where undone_by is not null;
create index changes_by_run on changes (workspace_id, run_id, id desc) where run_id is not null;

create table conversations (
  workspace_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  version int not null default 1,
  title text not null check (char_length(title) <= 200),
  model text not null,
  system text,  -- frozen with the first answer of a remote model, as are the tools
  tools text,
  untrusted boolean not null default false,  -- text of strangers is in it
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references users (workspace_id, id)
);
create index conversations_by_owner on conversations (workspace_id, owner_id, updated_at desc, id desc);

-- One row per message of the models' history, append-only.
create table conversation_messages (
  workspace_id uuid not null,
  conversation_id uuid not null,
  position int not null,
  id uuid not null,
  owner_id uuid not null,
  run_id uuid not null,
  role text not null check (role in ('user', 'assistant')),
  parts text not null,
  raw_provider text,
  raw_model text,
  raw_account text,
  raw_blocks text,  -- the provider's own form, byte for byte
  created_at timestamptz not null default now(),
  primary key (workspace_id, conversation_id, position),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade
);

-- A run answers one message of the user; it may pause for approvals and go on.
create table runs (
  workspace_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  conversation_id uuid not null,
  message_id uuid not null,
  message text not null,
  client_id text,
  channel text not null,
  model text not null,
  model_chosen boolean not null default false,  -- the user picked it, so it is the next default
  status text not null check (status in ('running', 'completed', 'awaiting_approval', 'awaiting_answer', 'stopped',
                                         'interrupted', 'failed')),
  step int not null default 0,
  last_seq int not null default 0,
  stop_requested boolean not null default false,
  reply text not null default '',
  answer text,  -- what the last stretch answered, as JSON
  input_tokens bigint not null default 0,
  cache_read_tokens bigint not null default 0,
  cache_write_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  lease_holder uuid,
  lease_until timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade
);
create index runs_by_conversation on runs (workspace_id, conversation_id, id desc);
create index runs_by_choice on runs (workspace_id, owner_id, id desc) where model_chosen;
create index runs_unfinished on runs (workspace_id, lease_until) where status = 'running';
-- One run at a time works on a conversation.
create unique index runs_one_running on runs (workspace_id, conversation_id) where status = 'running';

create table run_events (
  workspace_id uuid not null,
  run_id uuid not null,
  seq int not null,
  owner_id uuid not null,
  type text not null,
  data text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, run_id, seq),
  foreign key (workspace_id, run_id) references runs (workspace_id, id) on delete cascade
);

create table tool_calls (
  workspace_id uuid not null,
  run_id uuid not null,
  call_id text not null,  -- the model's own id of the call
  owner_id uuid not null,
  step int not null,
  position int not null,
  tool text not null,
  arguments text not null,
  status text not null check (status in ('pending', 'waiting', 'done', 'failed', 'denied', 'cancelled')),
  result text,
  change_id uuid,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (workspace_id, run_id, call_id),
  foreign key (workspace_id, run_id) references runs (workspace_id, id) on delete cascade
);

create table approvals (
  workspace_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  conversation_id uuid not null,
  run_id uuid not null,
  call_id text not null,
  tool text not null,
  arguments text not null,
  binding text not null,  -- hash over who, where, tool, its definition, exact arguments and the record's version
  summary text not null,
  record text,
  changes text not null default '[]',
  status text not null check (status in ('open', 'approved', 'denied', 'expired')),
  reason text,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  decided_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, run_id, call_id) references tool_calls (workspace_id, run_id, call_id) on delete cascade
);
create index approvals_by_conversation on approvals (workspace_id, conversation_id) where status = 'open';
create index approvals_by_run on approvals (workspace_id, run_id);

-- What a conversation speaks of: the last list with its ordinals, and what was mentioned last.
create table entity_tracking (
  workspace_id uuid not null,
  conversation_id uuid not null,
  record_type text not null,
  record_id uuid not null,
  owner_id uuid not null,
  name text not null,
  list_position int,  -- ordinal in the last list shown; null when it is not in it
  mentioned_seq bigint not null,  -- higher is more recent
  primary key (workspace_id, conversation_id, record_type, record_id),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade
);

do $$
declare
  workspace constant text := '(select nullif(current_setting(''parley.workspace_id'', true), '''')::uuid)';
  member constant text := '(select nullif(current_setting(''parley.user_id'', true), '''')::uuid)';
  name text;
begin
  foreach name in array array['workspace_keys', 'model_keys'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I using (workspace_id = %s) with check (workspace_id = %s)',
                   name || '_of_workspace', name, workspace, workspace);
  end loop;
  foreach name in array array['organizations', 'contacts', 'changes', 'conversations', 'conversation_messages', 'runs',
                              'run_events', 'tool_calls', 'approvals', 'entity_tracking'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I using (workspace_id = %s and owner_id = %s) '
                   'with check (workspace_id = %s and owner_id = %s)',
                   name || '_of_owner', name, workspace, member, workspace, member);
  end loop;
end $$;

-- The app's role owns nothing: it may use what row-level security lets through. History is never deleted by it.
do $$
declare
  app constant text := current_setting('parley.app_role');
begin
  execute format('grant usage on schema public to %I', app);
  execute format('grant select, insert, update, delete on all tables in schema public to %I', app);
  execute format('revoke delete on changes, run_events from %I', app);
  execute format('revoke insert, update, delete on schema_migrations from %I', app);
end $$;
