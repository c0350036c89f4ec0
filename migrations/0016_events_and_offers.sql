-- What a run writes at once is one row: a model's answer comes in many small pieces. `last_seq` numbers the last of
-- its events, which have the numbers before it; so the run itself need not say how far it has come.
alter table run_events
  alter column created_at drop default,
  alter column type type text[] using array[type],
  alter column data type text[] using array[data],
  alter column created_at type timestamptz[] using array[created_at];
alter table run_events rename column seq to last_seq;
alter table run_events rename column type to types;
alter table run_events rename column created_at to times;
alter table run_events add constraint run_events_whole
  check (cardinality(types) > 0 and cardinality(data) = cardinality(types) and cardinality(times) = cardinality(types));

alter table runs drop column last_seq;

-- Of the record that a question offers to change, as it was when the question was asked.
alter table tool_calls add column offered_version int;
