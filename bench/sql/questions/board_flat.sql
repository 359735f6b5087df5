select scope_id, sum(events)::int as events,
  sum(very_satisfied + satisfied + fairly_satisfied + dissatisfied + very_dissatisfied)::int as ratings,
  sum(dissatisfied + very_dissatisfied)::int as bad
from tally
where scope = 'AGENCY' and scope_id = any(:ids::bigint[])
  and hour >= (:first::date + :k::int)::timestamp at time zone 'Asia/Shanghai'
  and hour < (:first::date + :k::int + 1)::timestamp at time zone 'Asia/Shanghai'
group by scope_id;
