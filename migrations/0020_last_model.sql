-- The model that somebody picked last stands with them, so that it outlives the conversation it was picked in.
alter table users add column last_model text;

alter table runs no force row level security;
update users
  set last_model = (select model from runs
                    where runs.workspace_id = users.workspace_id and owner_id = users.id and model_chosen
                    order by runs.id desc limit 1);
drop index runs_by_choice;
alter table runs drop column model_chosen;
alter table runs force row level security;
