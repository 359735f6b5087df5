select scope_id, events, very_satisfied + satisfied + fairly_satisfied + dissatisfied + very_dissatisfied as ratings,
  dissatisfied + very_dissatisfied as bad
from tally_day
where scope = 'AGENCY' and scope_id = any(:ids::bigint[]) and day = :first::date + :k::int;
