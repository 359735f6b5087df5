-- What is told when events are measured: of every fourth the n-th order, of the others the rating itself.
create function bench_events(many int)
returns table (kind text, subject_kind text, subject_id bigint, agency_id bigint) language sql stable as $$
  select case when o.id is null then 'evaluation.submitted' else 'work_order.dispatched' end,
    case when o.id is null then 'evaluation' else 'work_order' end, coalesce(o.id, e.id), e.agency_id
  from generate_series(1, many) n
  left join work_order o on n % 4 = 0 and o.id = n / 4
  join evaluation e on e.id = coalesce(o.evaluation_id, n)
$$;
