-- What a user of PostGraphile or of plain SQL would write for the board: one function over our wide tallies.
create schema peers;
create type peers.board_row as (
  scope text, name text, events int, ratings int, bad int, good_rate double precision
);
create function peers.board_rows(district int, day date) returns setof peers.board_row language sql stable as $$
  select a.code, a.name, s.events, s.ratings, s.bad, (s.ratings - s.bad)::double precision / nullif(s.ratings, 0)
  from agency a
  join lateral (
    select coalesce(sum(t.events), 0)::int as events,
      coalesce(sum(very_satisfied + satisfied + fairly_satisfied + dissatisfied + very_dissatisfied), 0)::int as ratings,
      coalesce(sum(dissatisfied + very_dissatisfied), 0)::int as bad
    from tally t
    where t.scope = 'AGENCY' and t.scope_id = a.id and t.hour >= day::timestamp at time zone 'Asia/Shanghai'
      and t.hour < (day + 1)::timestamp at time zone 'Asia/Shanghai'
  ) s on true
  where a.district_id = district order by a.id
$$;
