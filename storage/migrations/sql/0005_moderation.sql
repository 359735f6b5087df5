-- A text that is public already has been published by somebody; whatever else has words is waiting.
update evaluation set moderation = 'PUBLISHED' where text_public is not null;
alter table evaluation
  add constraint evaluation_moderation check (moderation in ('PUBLISHED', 'REDACTED', 'HIDDEN'));
-- The queue: few rows of many. Day and hash, because moderators know the day only.
create index evaluation_waiting on evaluation (rated_on, shuffle)
  where text_raw is not null and moderation is null and standing = 'VALID';
create index evaluation_suspect on evaluation (rated_on, shuffle) where standing = 'SUSPECT';

alter table text_inspection add constraint text_inspection_evaluation foreign key (id) references evaluation (id);
alter table moderation_act
  add constraint moderation_act_action check (action in ('PUBLISH', 'REDACT', 'HIDE', 'SUSPECT', 'RESTORE', 'MAKE_VALID',
    'MAKE_VOID', 'OPEN_ORDER', 'REVEAL')),
  add constraint moderation_act_reason check (reason is not null or action in ('PUBLISH', 'REDACT')),
  add constraint moderation_act_evaluation foreign key (evaluation_id) references evaluation (id),
  add constraint moderation_act_actor foreign key (actor_id) references account (id);
create index moderation_act_of on moderation_act (evaluation_id, id);
create index moderation_act_by on moderation_act (actor_id, id desc);
create trigger moderation_act_append_only before update or delete on moderation_act for each row execute function refuse_change();
create trigger moderation_act_no_truncate before truncate on moderation_act for each statement execute function refuse_change();
alter table text_postponement
  add constraint text_postponement_once unique (evaluation_id, account_id),
  add constraint text_postponement_evaluation foreign key (evaluation_id) references evaluation (id),
  add constraint text_postponement_account foreign key (account_id) references account (id);
