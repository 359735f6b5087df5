"""The SQL of submitting, laid out by step: one statement that reads, one that writes.

What is read reserves the id of the rating to come: so everything that follows from it can be written beside it.
"""

# 1. What the proofs are about, now; how it was rated, if it was.
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

# 2. The ratings. Of two processes with the same event the first commits; the other fails as a whole and reads again.
# In one order everywhere, so that two batches with the same events wait for each other but never in a circle.
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

# 3. Beside them their parts; the tallies, the order of a bad one and the events are their own nouns'.
INSERT_TAGS = "insert into evaluation_tag (evaluation_id, tag_id) select * from unnest($1::bigint[], $2::bigint[])"
INSERT_DIMENSIONS = """
insert into evaluation_dimension (evaluation_id, dimension_id, level)
select * from unnest($1::bigint[], $2::bigint[], $3::text[])
"""
