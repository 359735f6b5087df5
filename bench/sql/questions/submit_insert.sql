insert into evaluation (service_event_id, form_id, level, kind, entry, stage, standing, assurance, agency_id,
  district_id, service_id, anonymous_to_agency, rated_at, rated_on, receipt_index, input_hash)
select n, :form::bigint, case when n % 64 = 0 then 'DISSATISFIED' else 'VERY_SATISFIED' end, 'VOLUNTARY', 'WEB_PORTAL',
  'ONLINE', 'VALID', 'POSSESSION', 1 + n % 200, 2, 1 + n % 200, true, now(), city_day(now()),
  decode(md5(n::text), 'hex'), decode(md5(n::text), 'hex')
from nextval('bench_next') n;
