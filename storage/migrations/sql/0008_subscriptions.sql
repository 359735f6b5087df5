-- Third parties: their addresses, every attempt, and where a day begins in the ledger.

alter table webhook
  add constraint webhook_client foreign key (client_id) references client (id),
  add constraint webhook_agency foreign key (agency_id) references agency (id),
  add constraint webhook_position check (position >= 0),
  add constraint webhook_attempt check (attempt >= 0),
  add constraint webhook_question check ((document is null) = (question is null)),
  add constraint webhook_says_why check (is_enabled or disabled_because is not null),
  add constraint webhook_overlap check ((previous_secret is null) = (previous_until is null));
create index webhook_of on webhook (client_id, id);
create index webhook_due on webhook (next_at) where is_enabled;
alter table delivery
  add constraint delivery_webhook foreign key (webhook_id) references webhook (id) on delete cascade,
  add constraint delivery_status check (status in ('PENDING', 'DELIVERED', 'FAILED', 'GIVEN_UP')),
  add constraint delivery_attempt check (attempt >= 1),
  add constraint delivery_answer check (char_length(answer) <= 1024);
create index delivery_latest on delivery (webhook_id, id desc);
create index delivery_failed on delivery (webhook_id, id desc) where status in ('FAILED', 'GIVEN_UP');
create index delivery_waiting on delivery (id) where status = 'PENDING';
create index delivery_at on delivery (at);
create index ledger_day on ledger (occurred_on, position);
