-- evaluation_one_first_rating is unique on service_event_id alone: whatever it lets in, this index let in too.
drop index evaluation_idempotency;
