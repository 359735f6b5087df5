select json_build_object('level', e.level, 'kind', e.kind, 'entry', e.entry, 'ratedOn', e.rated_on, 'text', e.text_raw,
  'agency', json_build_object('code', a.code, 'name', a.name),
  'service', json_build_object('code', s.code, 'name', s.name))
from evaluation e join agency a on a.id = e.agency_id join service s on s.id = e.service_id where e.id = :id;
