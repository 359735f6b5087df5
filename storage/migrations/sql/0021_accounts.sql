-- Who locked, unlocked or signed out whom, and why. Real time.
alter table account_act
  add constraint account_act_act check (act in ('LOCKED', 'UNLOCKED', 'SIGNED_OUT')),
  add constraint account_act_reason check (reason is not null or act <> 'LOCKED'),
  add constraint account_act_account foreign key (account_id) references account (id),
  add constraint account_act_actor foreign key (actor_id) references account (id);
create index account_act_of on account_act (account_id, id desc);
create index account_act_by on account_act (actor_id);
create trigger account_act_append_only before update or delete on account_act for each row execute function refuse_change();
create trigger account_act_no_truncate before truncate on account_act for each statement execute function refuse_change();
