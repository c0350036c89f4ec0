-- Fills an empty installation: workspaces with one owner each, and their contacts in the order of time, the owners' rows
-- interleaved as they are in a table that everybody writes to. psql variables: rows, owners, whale (rows of owner 1;
-- 0: as many as everybody else), email (of the account whose password hash all owners get).
\set ON_ERROR_STOP on
set session_replication_role = replica;  -- the rows are right by construction: no look-up per row
set synchronous_commit = off;
set maintenance_work_mem = '1GB';
select setseed(0.42);

create function pg_temp.owner_of(kind text, number bigint) returns uuid language sql immutable
  as $$ select ('00000000-' || kind || '-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid $$;

insert into workspaces (id, name)
select pg_temp.owner_of('0001', n), 'Workspace ' || n from generate_series(1, :owners) n;
insert into users (id, workspace_id, name, email, email_key, role, password_hash)
select pg_temp.owner_of('0002', n), pg_temp.owner_of('0001', n), 'Owner ' || n, 'owner' || n || '@example.com',
       'owner' || n || '@example.com', 'owner', (select password_hash from users where email = :'email')
from generate_series(1, :owners) n;

-- Whose the n-th row is: the whale's rows lie evenly among the others'.
create function pg_temp.owner_number(n bigint, row_count bigint, owners bigint, whale bigint) returns bigint
  language sql immutable as $$
  select case
    when whale = 0 then 1 + n % owners
    when n * whale / row_count > (n - 1) * whale / row_count then 1
    else 2 + n % (owners - 1)
  end $$;

create temp table indexes_of_contacts as
  select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
  from pg_index where indrelid = 'contacts'::regclass and not indisprimary;
select format('drop index %s', name) from indexes_of_contacts \gexec

create temp table syllables as
  select string_to_array('ba be bo da de do fa fi ga ge go ha he hi ja jo ka ke ki ko la le li lo lu ma me mi mo na ne ni '
    'no nu pa pe po ra re ri ro ru sa se si so ta te ti to tu va ve vi vo wa we wi za ze zo an ben dor fer gan hal kar lin '
    'mar nor pol rin sten tor val wen yor zen', ' ') as parts,
    string_to_array('Sales Manager,Engineer,Director of Operations,Account Manager,Consultant,Assistant,Head of Finance,'
    'Project Manager,Developer,Analyst,Buyer,Marketing Lead', ',') as positions,
    string_to_array('Group,Trading,Systems,Foods,Logistics,Partners,Energy,Design', ',') as endings;

insert into contacts (workspace_id, id, owner_id, name, name_key, email, phone, phone_digits, job_position, organization,
                      organization_key, organization_search, search_text, created_at, updated_at)
select pg_temp.owner_of('0001', owner),
       (lpad(to_hex(extract(epoch from at)::bigint * 1000), 12, '0') || '7' || substr(md5(n::text), 1, 3)
        || '8' || substr(md5(n::text), 4, 15))::uuid,
       pg_temp.owner_of('0002', owner), first || ' ' || last, lower(first || ' ' || last),
       lower(first || '.' || last || '@' || company || '.example'), '+43 660 ' || number, '43660' || number,
       job, company || ' ' || ending, lower(company || ' ' || ending), lower(' ' || company || ' ' || ending || ' '),
       lower(' ' || first || ' ' || last || ' ' || first || ' ' || last || ' ' || company || ' example 43 660 ' || number
             || ' 43660' || number || ' ' || job || ' '),
       at, at
from (
  select n, pg_temp.owner_number(n, :rows, :owners, :whale) as owner,
         timestamptz '2026-01-01' + n * interval '20 seconds' as at,
         initcap(parts[1 + floor(random() * size)::int] || parts[1 + floor(random() * size)::int]) as first,
         initcap(parts[1 + floor(random() * size)::int] || parts[1 + floor(random() * size)::int]
                 || case when random() < 0.7 then parts[1 + floor(random() * size)::int] else '' end) as last,
         initcap(parts[1 + floor(random() * 40)::int] || parts[1 + floor(random() * 25)::int] || 'co') as company,
         endings[1 + floor(random() * 8)::int] as ending,
         positions[1 + floor(random() * 12)::int] as job,
         lpad((n::bigint * 7919 % 10000000)::text, 7, '0') as number
  from generate_series(1, :rows) n, syllables, lateral (select array_length(parts, 1) as size) sizes
  offset 0
) as made;

select definition from indexes_of_contacts \gexec
vacuum (analyze) contacts;
vacuum (analyze) users;
checkpoint;
