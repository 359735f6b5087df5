"""The SQL of submitting, laid out by step."""

# 1. What the proofs are about, and whether it has been rated.
EVENTS = """
select i.id as invitation_id, i.entries, i.expires_at, city_now() as now, r.id as evaluation_id,
  e.id as service_event_id, e.case_number, e.service_number, e.stage, e.agency_id, e.district_id, e.service_id,
  e.hall_id, e.window_id, e.staff_id, e.rater_ref
from invitation i
join service_event e on e.id = i.service_event_id
left join evaluation r on r.service_event_id = e.id
where i.id = any($1::bigint[])
"""

# 2. The ratings; of two processes with the same event the first commits, the other stores nothing.
INSERT = """
insert into evaluation (service_event_id, form_id, level, kind, entry, stage, assurance, agency_id, district_id,
  service_id, hall_id, window_id, staff_id, client_id, text_raw, anonymous_to_agency, rater_ref, receipt_index,
  idempotency_key, input_hash, standing, rated_at, rated_on)
select t.*, 'VALID', city_now(), city_today()
from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
  $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::text[], $16::boolean[],
  $17::uuid[], $18::bytea[], $19::text[], $20::bytea[]) as t
on conflict (service_event_id) do nothing
returning id, service_event_id, rated_at
"""

# 3. Their parts.
INSERT_TAGS = "insert into evaluation_tag (evaluation_id, tag_id) select * from unnest($1::bigint[], $2::bigint[])"
INSERT_DIMENSIONS = """
insert into evaluation_dimension (evaluation_id, dimension_id, level)
select * from unnest($1::bigint[], $2::bigint[], $3::text[])
"""

# 4. The first rating of each event, for answers to repeats.
RATED = """
select id, service_event_id, level, idempotency_key, input_hash from evaluation
where service_event_id = any($1::bigint[])
"""
