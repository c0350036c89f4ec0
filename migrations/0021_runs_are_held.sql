-- What a process writes for a run counts only while it works on it: one that was stopped for so long that another took
-- the run over writes nothing more. The row stays locked, so that nobody takes it over between this and the commit.
create function hold_run(run uuid, holder uuid) returns void
language plpgsql as $$
begin
  -- First, as whoever takes up a conversation locks it first.
  perform from conversations where id = (select conversation_id from runs where id = run) for no key update;
  perform from runs where id = run and lease_holder = holder and status = 'running' for no key update;
  if not found then
    raise exception 'another process works on this run, or nobody any more' using errcode = 'TK001';
  end if;
end
$$;
