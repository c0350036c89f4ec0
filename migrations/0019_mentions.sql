-- Whether a record was mentioned before or after the last list tells what "her" and "them" mean.
alter table entity_tracking
  add column before_list boolean not null default true;  -- what was kept before this stood in lists, or before them
alter table entity_tracking alter column before_list set default false;
comment on column entity_tracking.mentioned_seq is
  'higher is more recent, the same within one step; 0: never mentioned by itself';
