with told as (
  insert into ledger (position, event_id, kind, subject_kind, subject_id, agency_id, actor_kind, actor_role, facts,
    occurred_at, occurred_on, previous, hash)
  select head + row_number() over (), gen_random_uuid(), kind, subject_kind, subject_id, agency_id, 'RATER', 'RATER',
    '{"level": "SATISFIED"}', now(), city_today(), sha256(''), sha256('')
  from bench_events($1), (select coalesce(max(position), 0) as head from ledger) l
  returning position, event_id
), notified as (
  select pg_notify('ledger', json_build_object('after', min(position) - 1, 'upto', max(position))::text) from told
)
select event_id::text from told, notified order by position
