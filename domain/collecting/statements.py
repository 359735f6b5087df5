"""The SQL of recording service events, step by step."""

# 1. The events. If two systems send the same key, the first commits and the other stores nothing.
INSERT = """
insert into service_event (case_number, service_number, stage, service_id, agency_id, district_id, hall_id, window_id,
  staff_id, happened_at, rater_ref, client_id, recorded_at)
select t.*, $12, $13::timestamptz
from unnest($1::text[], $2::int[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[],
  $7::bigint[], $8::bigint[], $9::bigint[], $10::timestamptz[], $11::uuid[]) as t
on conflict (case_number, service_number) do nothing
returning id, case_number, service_number
"""

# 2. Events recorded already, with the client that reported them and its agency.
EXISTING = """
select e.id, e.case_number, e.service_number, e.stage, e.service_id, e.agency_id, e.window_id, e.staff_id,
  e.happened_at, e.rater_ref, e.client_id, c.agency_id as client_agency_id, i.id as invitation_id
from unnest($1::text[], $2::int[]) as k (case_number, service_number)
join service_event e using (case_number, service_number) join invitation i on i.service_event_id = e.id
left join client c on c.id = e.client_id
"""

# 3. The right to rate each new one.
INVITE = """
insert into invitation (service_event_id, entries, issued_at, expires_at)
select t.event, array[t.entry], $5::timestamptz, t.happened_at + make_interval(days => $4)
from unnest($1::bigint[], $2::text[], $3::timestamptz[]) as t (event, entry, happened_at)
returning id, service_event_id
"""
