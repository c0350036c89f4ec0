-- A message that is sent again, because nobody heard what became of it, is answered once.
alter table runs drop column client_id;
alter table runs add column client_id uuid;
create unique index runs_by_client_id on runs (workspace_id, owner_id, client_id) where client_id is not null;

-- With its provider before it: the plain id may come to name another provider's model when keys are added or taken away.
-- Empty where a message last came before this was kept.
alter table conversations add column full_model text;
