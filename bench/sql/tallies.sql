-- The tallies as the product's own transactions would have left them: by day and scope, tags too, and by the hour
-- for the city and its districts.
create table bench_scopes as
select e.id, s.scope, s.scope_id, date_trunc('hour', e.rated_at) as hour, e.rated_on, e.level, e.kind, e.entry
from evaluation e
cross join lateral (values ('CITY', 0::bigint), ('DISTRICT', e.district_id), ('AGENCY', e.agency_id),
  ('SERVICE', e.service_id), ('HALL', e.hall_id), ('STAFF', e.staff_id)) s (scope, scope_id)
where s.scope_id is not null;

insert into tally_day (scope, scope_id, day, events, rated, very_satisfied, satisfied, fairly_satisfied, dissatisfied,
  very_dissatisfied, voluntary, guided, web_portal, window_device)
select scope, scope_id, rated_on, count(*), count(*), count(*) filter (where level = 'VERY_SATISFIED'),
  count(*) filter (where level = 'SATISFIED'), count(*) filter (where level = 'FAIRLY_SATISFIED'),
  count(*) filter (where level = 'DISSATISFIED'), count(*) filter (where level = 'VERY_DISSATISFIED'),
  count(*) filter (where kind = 'VOLUNTARY'), count(*) filter (where kind = 'GUIDED'),
  count(*) filter (where entry = 'WEB_PORTAL'), count(*) filter (where entry = 'WINDOW_DEVICE')
from bench_scopes group by 1, 2, 3 order by 1, 3, 2;

insert into tally_hour (scope, scope_id, hour, ratings, bad)
select scope, scope_id, hour, count(*), count(*) filter (where level in ('DISSATISFIED', 'VERY_DISSATISFIED'))
from bench_scopes where scope in ('CITY', 'DISTRICT') group by 1, 2, 3;

insert into tally_tag (scope, scope_id, day, tag_id, count)
select s.scope, s.scope_id, s.rated_on, g.tag_id, count(*)
from bench_scopes s join evaluation_tag g on g.evaluation_id = s.id group by 1, 2, 3, 4;
drop table bench_scopes, bench_plan, bench_orders;
