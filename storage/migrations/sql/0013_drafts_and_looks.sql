-- Who wrote the draft of the public answer that stands.
alter table work_order add constraint work_order_drafted_by foreign key (drafted_by_id) references account (id);
create index work_order_by_drafter on work_order (drafted_by_id) where drafted_by_id is not null;

-- In which session somebody looked at a contact: a keyed hash, so that a page of that session may show it until it expires.
set local role haochaping_vault;
alter table vault.reveal add column session bytea;
create index reveal_session on vault.reveal (work_order_id, session) where session is not null;
set local role none;
