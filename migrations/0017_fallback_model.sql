-- The model that answers when the chosen one cannot just now.
alter table workspaces
  add column fallback_model text check (char_length(fallback_model) between 1 and 250);

alter table runs
  add column answered_by text;  -- where not by the model that was chosen
