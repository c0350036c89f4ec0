-- What answers cost. A row per member, model and month, so that two members never wait for each other; it is added to
-- with the run that used the model. Everybody of the workspace sees the rows, since the limit counts them all.
create table model_usage (
  workspace_id uuid not null,
  month date not null,  -- its first day, in UTC
  user_id uuid not null,
  provider text not null,
  model text not null,
  input_tokens bigint not null,
  cache_read_tokens bigint not null,
  cache_write_tokens bigint not null,
  output_tokens bigint not null,
  cost_micros bigint not null,  -- millionths of a dollar, of what has a known price
  unpriced_tokens bigint not null,  -- what has none
  primary key (workspace_id, month, user_id, provider, model),
  foreign key (workspace_id, user_id) references users (workspace_id, id)
);

alter table workspaces add column model_limit_micros bigint check (model_limit_micros >= 0);  -- of a month; null: none

alter table runs
  add column cost_micros bigint not null default 0,
  add column unpriced_tokens bigint not null default 0,
  add column replaces uuid;  -- the run whose answer this one makes anew
alter table runs no force row level security;
update runs set unpriced_tokens = input_tokens + output_tokens where input_tokens + output_tokens > 0;
alter table runs force row level security;

-- A message that was set aside stays, outside of what models are shown.
alter table conversation_messages add column replaced_by uuid;

alter table conversations
  add column title_given boolean not null default false,  -- by the user, so no model gives another
  add column title_input_tokens bigint not null default 0,  -- what finding the title took
  add column title_output_tokens bigint not null default 0,
  add column title_cost_micros bigint not null default 0,
  add column title_unpriced_tokens bigint not null default 0;

do $$
declare
  workspace constant text := 'workspace_id = (select nullif(current_setting(''parley.workspace_id'', true), '''')::uuid)';
  own constant text := 'user_id = (select nullif(current_setting(''parley.user_id'', true), '''')::uuid)';
begin
  alter table model_usage enable row level security;
  alter table model_usage force row level security;
  execute format('create policy model_usage_seen on model_usage for select using (%s)', workspace);
  execute format('create policy model_usage_begun on model_usage for insert with check (%s and %s)', workspace, own);
  execute format('create policy model_usage_counted on model_usage for update using (%s and %s)', workspace, own);
  execute format('grant select, insert, update on model_usage to %I', current_setting('parley.app_role'));
end $$;
