-- Changes that were made together and are undone together.
alter table changes add column batch_id uuid;
create index changes_by_batch on changes (workspace_id, batch_id, id desc) where batch_id is not null;
