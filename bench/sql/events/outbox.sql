insert into outbox (event_id, kind, subject_kind, subject_id, agency_id, actor_kind, actor_role, facts, occurred_at)
select gen_random_uuid(), kind, subject_kind, subject_id, agency_id, 'RATER', 'RATER', '{"level": "SATISFIED"}', now()
from bench_events($1) returning event_id::text
