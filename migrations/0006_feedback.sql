-- What people say about Parley: theirs, and for the owners and administrators of the workspace to read.
create table feedback (
  workspace_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  version int not null default 1,
  kind text not null check (kind in ('bug', 'idea', 'question', 'praise', 'other')),
  message text not null check (char_length(message) between 1 and 10000),
  page text check (char_length(page) <= 500),
  status text not null default 'open' check (status in ('open', 'done')),
  search_text text collate "C" not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references users (workspace_id, id)
);

do $$
declare
  workspace constant text := 'workspace_id = (select nullif(current_setting(''parley.workspace_id'', true), '''')::uuid)';
  member constant text := '(select nullif(current_setting(''parley.user_id'', true), '''')::uuid)';
  leads constant text := '(select u.role <> ''member'' from users u where u.id = ' || member || ')';
begin
  alter table feedback enable row level security;
  alter table feedback force row level security;
  execute format('create policy feedback_given on feedback for insert with check (%s and owner_id = %s)', workspace, member);
  execute format('create policy feedback_seen on feedback for select using (%s and (owner_id = %s or %s))', workspace, member, leads);
  execute format('create policy feedback_marked on feedback for update using (%s and %s)', workspace, leads);
  execute format('grant select, insert, update on feedback to %I', current_setting('parley.app_role'));
end $$;
