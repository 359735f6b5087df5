-- A work order under every bad rating: nine of ten mended and closed, the others dispatched and not yet signed for.
create table bench_orders as
select row_number() over (order by e.id) as id, e.id as evaluation_id, e.agency_id, e.district_id, e.staff_id,
  e.level = 'VERY_DISSATISFIED' as is_urgent, e.rated_at as at, e.rated_on as day, e.id % 10 < 7 as closed
from evaluation e where e.level in ('DISSATISFIED', 'VERY_DISSATISFIED');

insert into work_order (id, number, evaluation_id, agency_id, district_id, rated_staff_id, state, version, is_urgent,
  is_hidden, cause, dispatched_at, dispatched_on, next_due_at, urged, supervision, reopened, reply, replied_on,
  submitted_at, approved_at, callback, called_back_at, closed_at)
select id, lpad((id * 7654321 % 10000000000)::text, 10, '0'), evaluation_id, agency_id, district_id, staff_id,
  case when closed then 'CLOSED' else 'DISPATCHED' end, 1, is_urgent, false, 'GUIDE_MATERIAL', at, day,
  case when closed then at + interval '5 days' else now() + interval '5 days' end, 0, 0, 0,
  case when closed then '已把清单补上墙，谢谢您的意见。' end, case when closed then day + 1 end,
  case when closed then at + interval '1 day' end, case when closed then at + interval '26 hours' end,
  case when closed then 'SATISFIED' end, case when closed then at + interval '28 hours' end,
  case when closed then at + interval '28 hours' end
from bench_orders;

insert into work_order_move (work_order_id, move, to_state, actor_kind, actor_role, actor_name, at, "on")
select id, 'dispatch', 'DISPATCHED', 'SYSTEM', 'SYSTEM', '系统', at, day from bench_orders;

insert into deadline (subject_kind, subject_id, kind, generation, owner, rule, profile_id, authority, counted_from,
  days, day_type, calendar_version, due_on, due_at, provisional, met_at)
select 'work_order', o.id, k.kind, 1, 'CASE_OFFICER', k.rule, p.id, 'ours', o.day, k.days, 'WORKING', 1, d.due_on,
  (d.due_on + 1)::timestamp at time zone 'Asia/Shanghai' - interval '1 second', false,
  case when o.closed then o.at + interval '20 hours' end
from bench_orders o
cross join (values ('SIGN', 'sign', 1), ('CONTACT', 'contact', 3), ('RECTIFY', 'rectify', 15)) k (kind, rule, days)
cross join (select min(id) as id from rule_profile) p
cross join lateral (select case when o.closed then o.day else {day} + 2 end + k.days as due_on) d;

insert into evidence (work_order_id, snapshot, frozen_at) select id, '{{"stage": "ACCEPTANCE"}}', at from bench_orders;
