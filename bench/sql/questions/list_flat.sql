select e.level, e.kind, e.entry, e.rated_on, e.rated_at, e.text_raw, e.agency_id, e.service_id,
  array(select tag_id from evaluation_tag g where g.evaluation_id = e.id order by tag_id) as tag_ids,
  o.number, o.state, o.dispatched_on
from (select * from evaluation order by rated_at desc, id desc limit 50) e
left join work_order o on o.evaluation_id = e.id
order by e.rated_at desc, e.id desc;
