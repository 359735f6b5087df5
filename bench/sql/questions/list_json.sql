select json_agg(json_build_object('level', e.level, 'kind', e.kind, 'entry', e.entry, 'ratedOn', e.rated_on,
  'ratedAt', e.rated_at, 'text', e.text_raw,
  'agency', json_build_object('code', a.code, 'name', a.name),
  'service', json_build_object('code', s.code, 'name', s.name),
  'tags', (select coalesce(json_agg(json_build_object('code', t.code, 'text', t.text) order by t.id), '[]')
    from evaluation_tag g join tag t on t.id = g.tag_id where g.evaluation_id = e.id),
  'workOrder', (select json_build_object('number', o.number, 'state', o.state, 'dispatchedOn', o.dispatched_on)
    from work_order o where o.evaluation_id = e.id)) order by e.rated_at desc, e.id desc)
from (select * from evaluation order by rated_at desc, id desc limit 50) e
join agency a on a.id = e.agency_id join service s on s.id = e.service_id;
