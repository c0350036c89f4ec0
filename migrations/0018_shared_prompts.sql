-- What the models of conversations were told of their work, and their tools: the same for most conversations, so each is
-- kept once and called by what it says. It holds nothing that anybody wrote, and stays as it is.
create table prompts (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  digest text not null,
  system text not null,
  tools text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, digest),
  constraint prompts_called_by_content check (digest = encode(sha256(convert_to(system || E'\n' || tools, 'UTF8')), 'hex'))
);

do $$
declare
  workspace constant text := '(select nullif(current_setting(''parley.workspace_id'', true), '''')::uuid)';
begin
  alter table prompts enable row level security;
  execute format('create policy prompts_seen on prompts for select using (workspace_id = %s)', workspace);
  execute format('create policy prompts_added on prompts for insert with check (workspace_id = %s)', workspace);
  execute format('grant select, insert on prompts to %I', current_setting('parley.app_role'));
end $$;

alter table conversations
  add column prompt text;  -- frozen with the first answer of a remote model

alter table conversations no force row level security;
insert into prompts (workspace_id, digest, system, tools)
  select distinct workspace_id, encode(sha256(convert_to(system || E'\n' || tools, 'UTF8')), 'hex'), system, tools
  from conversations where system is not null;
update conversations
  set prompt = encode(sha256(convert_to(system || E'\n' || tools, 'UTF8')), 'hex'), system = null, tools = null
  where system is not null;
alter table conversations
  add foreign key (workspace_id, prompt) references prompts (workspace_id, digest),
  drop column system,
  drop column tools;

alter table conversations force row level security;
alter table prompts force row level security;
