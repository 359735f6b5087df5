-- What a user of PostGraphile or of plain SQL would write for the board: one function over our wide tallies.
create schema peers;
create type peers.board_row as (
  scope text, name text, events int, ratings int, bad int, good_rate double precision
);
create function peers.board_rows(district int, day date) returns setof peers.board_row language sql stable as $$
  select a.code, a.name, s.events, s.ratings, s.bad, (s.ratings - s.bad)::double precision / nullif(s.ratings, 0)
  from agency a
  left join tally_day t on t.scope = 'AGENCY' and t.day = board_rows.day and t.scope_id = a.id
  cross join lateral (
    select coalesce(t.events, 0) as events,
      coalesce(very_satisfied + satisfied + fairly_satisfied + dissatisfied + very_dissatisfied, 0) as ratings,
      coalesce(dissatisfied + very_dissatisfied, 0) as bad
  ) s
  where a.district_id = district order by a.id
$$;
