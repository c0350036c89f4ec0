-- What a tool of the assistant may do without asking. A row of the workspace itself (scope_id = workspace_id) holds for
-- everybody in it; a person's own row can only be stricter.
create table tool_policies (
  workspace_id uuid not null,
  scope_id uuid not null,
  tool text not null check (char_length(tool) between 1 and 200),
  policy text not null check (policy in ('allow', 'ask', 'block')),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, scope_id, tool)
);

do $$
declare
  workspace constant text := 'workspace_id = (select nullif(current_setting(''parley.workspace_id'', true), '''')::uuid)';
  member constant text := '(select nullif(current_setting(''parley.user_id'', true), '''')::uuid)';
  leads constant text := '(select u.role <> ''member'' from users u where u.id = ' || member || ')';
begin
  alter table tool_policies enable row level security;
  alter table tool_policies force row level security;
  execute format('create policy tool_policies_seen on tool_policies for select using (%s and scope_id in (%s, workspace_id))',
                 workspace, member);
  execute format('create policy tool_policies_own on tool_policies using (%1$s and scope_id = %2$s) '
                 'with check (%1$s and scope_id = %2$s)', workspace, member);
  execute format('create policy tool_policies_of_workspace on tool_policies using (%1$s and scope_id = workspace_id and %2$s) '
                 'with check (%1$s and scope_id = workspace_id and %2$s)', workspace, leads);
  execute format('grant select, insert, update, delete on tool_policies to %I', current_setting('parley.app_role'));
end $$;

-- Where the history that a model is sent begins: what lies before was summed up there.
-- What its provider counted of it, and of how many messages.
alter table conversations
  add column history_from int not null default 0,
  add column counted_tokens bigint not null default 0,
  add column counted_messages int not null default 0;

-- The result as the tool gave it, where a model got only its beginning.
alter table tool_calls add column whole_result text;
