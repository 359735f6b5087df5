-- How many of a day's visits were rated (domain.md §6): a rater-made valid rating counts at the day of its visit, however
-- late it comes, so no share of the visits is above one. Whoever still counts without it waits for this table, and then
-- fails for want of a default: nothing is counted by half.
alter table tally_day add column rated integer;

-- Of these, the ratings that came after the day of their visit, by the day they came: whoever may know the ratings up to
-- some day only is told the visits as they were rated by then.
create table tally_late (
  scope text not null constraint tally_late_scope check (scope in ('CITY', 'DISTRICT', 'AGENCY', 'SERVICE', 'HALL', 'STAFF')),
  rated_on date not null,
  scope_id bigint not null,
  day date not null,
  count integer not null default 0,
  primary key (scope, rated_on, scope_id, day),
  constraint tally_late_is_late check (rated_on > day)
);

create temporary table visit_rated on commit drop as
select s.scope, s.scope_id, city_day(v.happened_at) as day, e.rated_on, count(*) as count
from evaluation e join service_event v on v.id = e.service_event_id
cross join lateral (values ('CITY', 0::bigint), ('DISTRICT', e.district_id), ('AGENCY', e.agency_id),
  ('SERVICE', e.service_id), ('HALL', e.hall_id), ('STAFF', e.staff_id)) s (scope, scope_id)
where e.kind in ('VOLUNTARY', 'GUIDED', 'PROXY') and e.standing <> 'VOID' and s.scope_id is not null
group by 1, 2, 3, 4;

insert into tally_day (scope, day, scope_id, rated)
select scope, day, scope_id, sum(count) from visit_rated group by 1, 2, 3 order by 1, 2, 3
on conflict (scope, day, scope_id) do update set rated = excluded.rated;
update tally_day set rated = 0 where rated is null;
alter table tally_day alter column rated set not null;

insert into tally_late (scope, rated_on, scope_id, day, count)
select scope, rated_on, scope_id, day, count from visit_rated where rated_on > day order by 1, 2, 3, 4;
