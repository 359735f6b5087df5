select json_build_object('id', l.event_id, 'position', l.position::text, 'kind', l.kind, 'occurredOn', l.occurred_on,
  'data', case when o.id is not null
    then json_build_object('number', o.number, 'state', o.state, 'dispatchedOn', o.dispatched_on)
    else json_build_object('level', e.level, 'ratedOn', e.rated_on,
      'tags', (select coalesce(json_agg(json_build_object('code', t.code, 'text', t.text) order by t.code), '[]')
        from evaluation_tag g join tag t on t.id = g.tag_id where g.evaluation_id = e.id),
      'agency', json_build_object('code', a.code, 'name', a.name),
      'service', json_build_object('code', s.code, 'name', s.name)) end) as event
from ledger l
left join work_order o on l.subject_kind = 'work_order' and o.id = l.subject_id
left join evaluation e on l.subject_kind = 'evaluation' and e.id = l.subject_id
left join agency a on a.id = e.agency_id
left join service s on s.id = e.service_id
where l.event_id = any($1::uuid[]) order by l.position
