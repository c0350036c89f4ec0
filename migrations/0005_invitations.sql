-- An invitation is looked up by its token before anybody is known, so it is an exception to row-level security as
-- accounts are; every statement names its workspace or its token.
create table invitations (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  email text not null check (char_length(email) <= 320),
  email_key text not null,
  role text not null check (role in ('administrator', 'member')),
  token_hash bytea not null unique,  -- SHA-256; the token stands in the link alone
  invited_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, invited_by) references users (workspace_id, id)
);
-- One open invitation per address; a new one takes its place.
create unique index invitations_open on invitations (workspace_id, email_key) where accepted_at is null;

do $$
begin
  execute format('grant select, insert, update, delete on invitations to %I', current_setting('parley.app_role'));
end $$;
