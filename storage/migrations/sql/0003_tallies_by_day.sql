-- Whoever still counts in the old table waits, and then fails and is tried again: nothing is counted there after the copy.
lock table tally in access exclusive mode;

-- Tallies by city day: a period of the board is whole days, so twenty-four rows become one. By the hour only a curve is
-- drawn: a narrow row for the city and its districts, which everybody may watch by the hour. Below, few may (views/scopes),
-- and there the ratings themselves are counted by the indexes on scope and day.
-- The day stands before the scope's id: a page of agencies on one day is one stretch of the key, and one agency over many
-- days is a walk over its days. Integers: a sum of them is a bigint, a sum of bigints would be numeric.
create table tally_day (
  scope text not null constraint tally_scope check (scope in ('CITY', 'DISTRICT', 'AGENCY', 'SERVICE', 'HALL', 'STAFF')),
  day date not null,
  scope_id bigint not null,
  events integer not null default 0,
  very_satisfied integer not null default 0, satisfied integer not null default 0, fairly_satisfied integer not null default 0,
  dissatisfied integer not null default 0, very_dissatisfied integer not null default 0,
  voluntary integer not null default 0, guided integer not null default 0, proxy integer not null default 0,
  by_default integer not null default 0, comprehensive integer not null default 0, inspection integer not null default 0,
  web_portal integer not null default 0, mini_program integer not null default 0, app_isz integer not null default 0,
  window_device integer not null default 0, window_qr integer not null default 0, receipt_qr integer not null default 0,
  sms_link integer not null default 0, self_terminal integer not null default 0, hotline_12345 integer not null default 0,
  my_business integer not null default 0, paper integer not null default 0, suggestion_box integer not null default 0,
  inspection_entry integer not null default 0, system_default integer not null default 0,
  primary key (scope, day, scope_id)
);

create table tally_hour (
  scope text not null constraint tally_hour_scope check (scope in ('CITY', 'DISTRICT')),
  hour timestamptz not null constraint tally_hour_is_whole check (date_trunc('hour', hour, 'Asia/Shanghai') = hour),
  scope_id bigint not null,
  ratings integer not null default 0, bad integer not null default 0,
  primary key (scope, hour, scope_id)
);

insert into tally_day
select scope, city_day(hour), scope_id, sum(events), sum(very_satisfied), sum(satisfied), sum(fairly_satisfied),
  sum(dissatisfied), sum(very_dissatisfied), sum(voluntary), sum(guided), sum(proxy), sum(by_default),
  sum(comprehensive), sum(inspection), sum(web_portal), sum(mini_program), sum(app_isz), sum(window_device),
  sum(window_qr), sum(receipt_qr), sum(sms_link), sum(self_terminal), sum(hotline_12345), sum(my_business), sum(paper),
  sum(suggestion_box), sum(inspection_entry), sum(system_default)
from tally group by 1, 2, 3 order by 1, 2, 3;

insert into tally_hour
select scope, hour, scope_id, sum(very_satisfied + satisfied + fairly_satisfied + dissatisfied + very_dissatisfied),
  sum(dissatisfied + very_dissatisfied)
from tally where scope in ('CITY', 'DISTRICT') group by 1, 2, 3
having sum(very_satisfied + satisfied + fairly_satisfied + dissatisfied + very_dissatisfied) <> 0 order by 1, 2, 3;

drop table tally;

create index evaluation_service_day on evaluation (service_id, rated_on desc);
