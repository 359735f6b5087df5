-- Service events and their ratings, {count} of each, spread evenly over {days} days until yesterday, nine hours a day.
-- The event and its rating two minutes later stand in the same hour; every choice is a hash of the number.
create table bench_plan as
select n, agency_id, online, {day} - 1 - {days} + (second / 31320)::int as day, second % 31320 as second,
  case when agency_id <= 100 and h % 2 = 0 then agency_id + 200 else agency_id end as service_id,
  case when not online then 1 + h % 200 end as window_id, h,
  case when h % 1000 < 10 then 'DISSATISFIED' when h % 1000 < 15 then 'VERY_DISSATISFIED'
    when h % 1000 < 100 then 'FAIRLY_SATISFIED' when h % 1000 < 300 then 'SATISFIED' else 'VERY_SATISFIED' end as level
from (
  select n, abs(hashint8extended(n, 1)) as h, 1 + abs(hashint8extended(n, 2)) % 200 as agency_id,
    abs(hashint8extended(n, 3)) % 10 < 3 as online, (n - 1) * ({days}::bigint * 31320) / {count} as second
  from generate_series(1, {count}::bigint) n
) p;

insert into service_event (id, case_number, service_number, stage, service_id, agency_id, district_id, hall_id,
  window_id, staff_id, happened_at, recorded_at)
select n, 'BENCH' || n, 1, case when online then 'ONLINE' else 'ACCEPTANCE' end, service_id, agency_id, 2,
  1 + (window_id - 1) % 20, window_id, window_id, at, at
from (
  select *, (day::timestamp + make_interval(hours => 9 + (second / 3480)::int, secs => second % 3480))
    at time zone 'Asia/Shanghai' as at from bench_plan
) p;

insert into invitation (id, service_event_id, entries, issued_at, expires_at)
select id, id, array[case when stage = 'ONLINE' then 'WEB_PORTAL' else 'WINDOW_DEVICE' end], happened_at,
  happened_at + interval '30 days' from service_event;

insert into evaluation (id, service_event_id, form_id, level, kind, entry, stage, standing, assurance, agency_id,
  district_id, service_id, hall_id, window_id, staff_id, text_raw, text_masked, text_public, anonymous_to_agency,
  rated_at, rated_on, receipt_index, input_hash, moderation)
select n, n, f.id, p.level, case when online then 'VOLUNTARY' else 'GUIDED' end,
  case when online then 'WEB_PORTAL' else 'WINDOW_DEVICE' end, e.stage, 'VALID', 'POSSESSION', p.agency_id, 2,
  p.service_id, e.hall_id, p.window_id, p.window_id, words, words, case when h % 3 = 0 then words end, false,
  e.happened_at + interval '2 minutes', p.day, decode(md5(n::text), 'hex'), sha256(n::text::bytea),
  case when words is null then null when h % 3 = 0 then 'PUBLISHED' else 'HIDDEN' end
from bench_plan p
join service_event e on e.id = p.n
join form f on f.version = 1 and f.scene = case when online then 'ONLINE' else 'WINDOW' end
cross join lateral (select case when h % 1000 < 15 or h % 5 = 0
  then '第' || n || '件：材料清单写得不太清楚，跑了两趟才办好，希望改进。' end as words) w;

-- A reason under every bad rating and under two of five good ones.
insert into evaluation_tag (evaluation_id, tag_id)
select n, t.ids[1 + h % cardinality(t.ids)]
from bench_plan p
join (select level, array_agg(id order by id) as ids from tag where 'WINDOW' = any(scenes) group by 1) t using (level)
where h % 1000 < 15 or h % 5 < 2;
