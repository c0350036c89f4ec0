-- A session counts its renewals; a refresh token belongs to one. Tokens of the current generation renew, those of the one
-- before for a moment more (a lost answer, two tabs), and anything older was copied.
alter table sessions
  add column generation int not null default 1,
  add column rotated_at timestamptz not null default now();
alter table refresh_tokens add column generation int not null default 1;
update refresh_tokens set generation = -1 where used_at is not null;
alter table refresh_tokens
  alter column generation drop default,
  drop column parent,
  drop column used_at;
