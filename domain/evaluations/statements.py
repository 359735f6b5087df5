"""The SQL of submitting: one statement that reads, one that writes.

Reading reserves the id of the new rating, so that everything that follows from it can be written in the same statement.
"""

# 1. The service events of the proofs, with their ratings where there is one.
EVENTS = """
select i.id as invitation_id, i.entries, i.expires_at, (select city_now()) as now, e.id as service_event_id,
  e.case_number, e.service_number, e.happened_at, e.stage, e.agency_id, e.district_id, e.service_id, e.hall_id,
  e.window_id, e.staff_id, e.rater_ref, r.id is not null as is_rated,
  coalesce(r.id, nextval('evaluation_id_seq')) as evaluation_id, r.level,
  r.idempotency_key, r.input_hash
from invitation i
join service_event e on e.id = i.service_event_id
left join evaluation r on r.service_event_id = e.id
where i.id = any($1::bigint[])
"""

# 2. The ratings. If two processes have the same event, the first commits; the other fails as a whole and reads again.
# The order is the same everywhere, so that two batches with the same events never deadlock.
INSERT = """
insert into evaluation (id, service_event_id, form_id, level, kind, entry, stage, assurance, agency_id, district_id,
  service_id, hall_id, window_id, staff_id, client_id, text_raw, anonymous_to_agency, rater_ref, receipt_index,
  idempotency_key, input_hash, text_covered, standing, rated_at, rated_on)
select t.id, t.service_event_id, t.form_id, t.level, t.kind, t.entry, e.stage, t.assurance, e.agency_id, e.district_id,
  e.service_id, e.hall_id, e.window_id, e.staff_id, t.client_id, t.words, t.is_hidden, e.rater_ref, t.receipt_index,
  t.idempotency_key, t.input_hash, t.text_covered, 'VALID', $15, city_day($15)
from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
  $9::text[], $10::boolean[], $11::bytea[], $12::text[], $13::bytea[], $14::text[]) as t (id, service_event_id, form_id,
  level, kind, entry, assurance, client_id, words, is_hidden, receipt_index, idempotency_key, input_hash, text_covered)
left join service_event e on e.id = t.service_event_id  -- one that is gone fails the batch: no rating is left out
order by t.service_event_id
"""

# 3. Their parts, in the same statement; the SQL of tallies, orders and events is in their own modules.
INSERT_TAGS = "insert into evaluation_tag (evaluation_id, tag_id) select * from unnest($1::bigint[], $2::bigint[])"
INSERT_DIMENSIONS = """
insert into evaluation_dimension (evaluation_id, dimension_id, level)
select * from unnest($1::bigint[], $2::bigint[], $3::text[])
"""
