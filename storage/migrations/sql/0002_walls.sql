-- What can be: uniqueness, references, checks and indexes. tests/storage/test_walls.py reads them back from the catalogue.

-- directory
alter table district add constraint district_code unique (code);
alter table agency
  add constraint agency_code unique (code),
  add constraint agency_code_shape check (code ~ '^[0-9A-Z]{18}$'),
  add constraint agency_district foreign key (district_id) references district (id),
  add constraint agency_parent foreign key (parent_id) references agency (id);
alter table hall
  add constraint hall_code unique (code),
  add constraint hall_district foreign key (district_id) references district (id),
  add constraint hall_agency foreign key (agency_id) references agency (id);
alter table service_window
  add constraint service_window_code unique (code),
  add constraint service_window_hall foreign key (hall_id) references hall (id);
alter table platform
  add constraint platform_code unique (code),
  add constraint platform_agency foreign key (agency_id) references agency (id);
alter table service
  add constraint service_code unique (code),
  add constraint service_agency foreign key (agency_id) references agency (id);
alter table guide
  add constraint guide_version unique (service_id, version),
  add constraint guide_service foreign key (service_id) references service (id),
  add constraint guide_agency foreign key (agency_id) references agency (id);
alter table staff_member
  add constraint staff_member_number unique (number),
  add constraint staff_member_duty check (duty in ('WINDOW', 'HOTLINE', 'OFFICE')),
  add constraint staff_member_agency foreign key (agency_id) references agency (id),
  add constraint staff_member_hall foreign key (hall_id) references hall (id),
  add constraint staff_member_window foreign key (window_id) references service_window (id);
alter table channel
  add constraint channel_code unique (code),
  add constraint channel_platform foreign key (platform_id) references platform (id);

-- access
alter table account
  add constraint account_login unique (login),
  add constraint account_has_a_role check (cardinality(roles) > 0),
  add constraint account_roles check (roles <@ array['CASE_OFFICER', 'HALL_MANAGER', 'DISPATCHER', 'MODERATOR', 'REVIEWER', 'SUPERVISOR',
    'HR', 'AUDITOR', 'WINDOW_STAFF', 'HOTLINE_AGENT', 'AGENCY_HEAD', 'SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR']),
  add constraint account_agency foreign key (agency_id) references agency (id),
  add constraint account_district foreign key (district_id) references district (id),
  add constraint account_hall foreign key (hall_id) references hall (id),
  add constraint account_staff foreign key (staff_id) references staff_member (id);
alter table access_token
  add constraint access_token_hash unique (token_hash),
  add constraint access_token_account foreign key (account_id) references account (id);
alter table session
  add constraint session_token unique (token_hash),
  add constraint session_account foreign key (account_id) references account (id);
create index sign_in_attempt_login on sign_in_attempt (login, at);
create index sign_in_attempt_address on sign_in_attempt (address, at);
alter table client
  add constraint client_key unique (key_hash),
  add constraint client_kind check (kind in ('CHANNEL', 'BUSINESS', 'SUBSCRIBER', 'PUBLIC')),
  add constraint client_agency foreign key (agency_id) references agency (id),
  add constraint client_channel foreign key (channel_id) references channel (id);

-- forms
alter table form
  add constraint form_version unique (scene, version),
  add constraint form_scene check (scene in ('ONLINE', 'WINDOW', 'HOTLINE')),
  add constraint form_text_limit check (text_limit between 1 and 2000);
alter table dimension
  add constraint dimension_code unique (form_id, code),
  add constraint dimension_target check (target in ('CASE', 'ITEM', 'GUIDE', 'PLATFORM', 'STAFF', 'AGENCY', 'HOTLINE_CALL')),
  add constraint dimension_form foreign key (form_id) references form (id);
alter table tag
  add constraint tag_code unique (code, version),
  add constraint tag_level check (level in ('VERY_SATISFIED', 'SATISFIED', 'FAIRLY_SATISFIED', 'DISSATISFIED', 'VERY_DISSATISFIED'));

-- collecting
alter table service_event
  add constraint service_event_key unique (case_number, service_number),
  add constraint service_event_number check (service_number between 1 and 9999),
  add constraint service_event_stage check (stage in ('CONSULT', 'ACCEPTANCE', 'CORRECTION', 'PAYMENT', 'DELIVERY', 'ONLINE', 'HOTLINE_CALL')),
  add constraint service_event_service foreign key (service_id) references service (id),
  add constraint service_event_agency foreign key (agency_id) references agency (id),
  add constraint service_event_district foreign key (district_id) references district (id),
  add constraint service_event_hall foreign key (hall_id) references hall (id),
  add constraint service_event_window foreign key (window_id) references service_window (id),
  add constraint service_event_staff foreign key (staff_id) references staff_member (id),
  add constraint service_event_client foreign key (client_id) references client (id);
create index service_event_rater on service_event (rater_ref) where rater_ref is not null;
create index service_event_client_time on service_event (client_id, happened_at desc, id desc);
alter table invitation
  add constraint invitation_service_event unique (service_event_id),
  add constraint invitation_event foreign key (service_event_id) references service_event (id);

-- evaluations
alter table evaluation
  add column shuffle bigint generated always as (hashint8extended(id, 20260101) & 281474976710655) stored,
  add constraint evaluation_one_first_rating unique (service_event_id),
  add constraint evaluation_receipt unique (receipt_index),
  add constraint evaluation_level check (level in ('VERY_SATISFIED', 'SATISFIED', 'FAIRLY_SATISFIED', 'DISSATISFIED', 'VERY_DISSATISFIED')),
  add constraint evaluation_kind check (kind in ('VOLUNTARY', 'GUIDED', 'PROXY', 'DEFAULT', 'COMPREHENSIVE', 'INSPECTION')),
  add constraint evaluation_entry check (entry in ('WEB_PORTAL', 'MINI_PROGRAM', 'APP_ISZ', 'WINDOW_DEVICE', 'WINDOW_QR', 'RECEIPT_QR', 'SMS_LINK',
    'SELF_TERMINAL', 'HOTLINE_12345', 'MY_BUSINESS', 'PAPER', 'SUGGESTION_BOX', 'INSPECTION', 'SYSTEM_DEFAULT')),
  add constraint evaluation_standing check (standing in ('VALID', 'SUSPECT', 'VOID')),
  add constraint evaluation_assurance check (assurance in ('AUTHENTICATED', 'POSSESSION', 'PRESENT', 'NONE')),
  add constraint evaluation_day check (rated_on = city_day(rated_at)),
  add constraint evaluation_text check (char_length(text_raw) <= 2000),
  add constraint evaluation_event foreign key (service_event_id) references service_event (id),
  add constraint evaluation_form foreign key (form_id) references form (id),
  add constraint evaluation_agency foreign key (agency_id) references agency (id),
  add constraint evaluation_district foreign key (district_id) references district (id),
  add constraint evaluation_service foreign key (service_id) references service (id),
  add constraint evaluation_hall foreign key (hall_id) references hall (id),
  add constraint evaluation_window foreign key (window_id) references service_window (id),
  add constraint evaluation_staff foreign key (staff_id) references staff_member (id),
  add constraint evaluation_client foreign key (client_id) references client (id);
create unique index evaluation_idempotency on evaluation (service_event_id, idempotency_key) where idempotency_key is not null;
create index evaluation_latest on evaluation (rated_at desc, id desc);
create index evaluation_agency_latest on evaluation (agency_id, rated_at desc, id desc);
create index evaluation_agency_day on evaluation (agency_id, rated_on desc, shuffle desc);
create index evaluation_district_latest on evaluation (district_id, rated_at desc, id desc);
create index evaluation_district_day on evaluation (district_id, rated_on desc, shuffle desc);
create index evaluation_hall_day on evaluation (hall_id, rated_on desc, shuffle desc) where hall_id is not null;
create index evaluation_staff_day on evaluation (staff_id, rated_on desc, shuffle desc) where staff_id is not null;
create index evaluation_public_day on evaluation (rated_on desc, shuffle desc) where text_public is not null;
create index evaluation_bad_day on evaluation (rated_on desc, id desc) where level in ('DISSATISFIED', 'VERY_DISSATISFIED');
create index evaluation_rater on evaluation (rater_ref) where rater_ref is not null;
alter table evaluation_dimension
  add constraint evaluation_dimension_once unique (evaluation_id, dimension_id),
  add constraint evaluation_dimension_level check (level in ('VERY_SATISFIED', 'SATISFIED', 'FAIRLY_SATISFIED', 'DISSATISFIED', 'VERY_DISSATISFIED')),
  add constraint evaluation_dimension_evaluation foreign key (evaluation_id) references evaluation (id),
  add constraint evaluation_dimension_dimension foreign key (dimension_id) references dimension (id);
alter table evaluation_tag
  add constraint evaluation_tag_once unique (evaluation_id, tag_id),
  add constraint evaluation_tag_evaluation foreign key (evaluation_id) references evaluation (id),
  add constraint evaluation_tag_tag foreign key (tag_id) references tag (id);

-- work orders
alter table work_order
  add constraint work_order_number unique (number),
  add constraint work_order_number_shape check (number ~ '^[0-9]{10}$'),
  add constraint work_order_one_per_evaluation unique (evaluation_id),
  add constraint work_order_state check (state in ('DISPATCHED', 'RETURNED', 'SIGNED', 'VERIFYING', 'APPEALING', 'RECTIFYING', 'EXPLAINED',
    'PENDING_REVIEW', 'PENDING_CALLBACK', 'REOPENED', 'CLOSED', 'VOIDED')),
  add constraint work_order_cause check (cause in ('STAFF_CONDUCT', 'EFFICIENCY', 'GUIDE_MATERIAL', 'PROCESS_POLICY', 'PLATFORM', 'FACILITY', 'OTHER')),
  add constraint work_order_callback check (callback in ('SATISFIED', 'FAIRLY_SATISFIED', 'DISSATISFIED', 'UNREACHABLE')),
  add constraint work_order_supervision check (supervision between 0 and 3),
  add constraint work_order_closed check ((state in ('CLOSED', 'VOIDED')) = (closed_at is not null)),
  add constraint work_order_dispatched_day check (dispatched_on = city_day(dispatched_at)),
  add constraint work_order_evaluation foreign key (evaluation_id) references evaluation (id),
  add constraint work_order_agency foreign key (agency_id) references agency (id),
  add constraint work_order_district foreign key (district_id) references district (id),
  add constraint work_order_rated_staff foreign key (rated_staff_id) references staff_member (id),
  add constraint work_order_officer foreign key (officer_id) references staff_member (id),
  add constraint work_order_handler foreign key (handler_id) references account (id);
create index work_order_due on work_order (next_due_at, id);
create index work_order_agency_due on work_order (agency_id, next_due_at, id);
create index work_order_latest on work_order (dispatched_at desc, id desc);
create index work_order_agency_latest on work_order (agency_id, dispatched_at desc, id desc);
-- Roles that may know the day only are listed by the day, then by the random number.
create index work_order_agency_day on work_order (agency_id, dispatched_on desc, (number::bigint) desc);
create index work_order_agency_due_day on work_order (agency_id, city_day(next_due_at), (number::bigint));
create index work_order_state_due on work_order (state, next_due_at, id);
alter table work_order_move
  add constraint work_order_move_actor check (actor_kind in ('RATER', 'CLIENT', 'ACCOUNT', 'SYSTEM')),
  add constraint work_order_move_order foreign key (work_order_id) references work_order (id);
create index work_order_move_of on work_order_move (work_order_id, id);
alter table finding
  add constraint finding_verdict check (verdict in ('VALID_RESPONSIBLE', 'VALID_NOT_RESPONSIBLE', 'UNFOUNDED', 'MISRATED', 'MALICIOUS', 'DUPLICATE', 'UNVERIFIABLE')),
  add constraint finding_attribution check (attribution in ('STAFF', 'ITEM_PROCESS', 'PLATFORM', 'AGENCY', 'NONE')),
  add constraint finding_cause check (cause in ('STAFF_CONDUCT', 'EFFICIENCY', 'GUIDE_MATERIAL', 'PROCESS_POLICY', 'PLATFORM', 'FACILITY', 'OTHER')),
  add constraint finding_order foreign key (work_order_id) references work_order (id),
  add constraint finding_staff foreign key (staff_id) references staff_member (id),
  add constraint finding_event foreign key (service_event_id) references service_event (id),
  add constraint finding_account foreign key (found_by_id) references account (id);
create index finding_of on finding (work_order_id, id desc);
alter table callback_try
  add constraint callback_try_outcome check (outcome in ('SATISFIED', 'FAIRLY_SATISFIED', 'DISSATISFIED', 'UNREACHABLE')),
  add constraint callback_try_order foreign key (work_order_id) references work_order (id),
  add constraint callback_try_account foreign key (called_by_id) references account (id);
create index callback_try_of on callback_try (work_order_id, id);
alter table evidence
  add constraint evidence_once unique (work_order_id),
  add constraint evidence_order foreign key (work_order_id) references work_order (id);

-- time
alter table deadline
  add constraint deadline_once unique (subject_kind, subject_id, kind, generation),
  add constraint deadline_subject_kind check (subject_kind in ('work_order', 'invitation', 'appeal')),
  add constraint deadline_authority check (authority in ('seed', 'text', 'upstream', 'ours')),
  add constraint deadline_day_type check (day_type in ('WORKING', 'NATURAL')),
  add constraint deadline_profile foreign key (profile_id) references rule_profile (id);
create index deadline_open on deadline (due_at, id) where met_at is null and fired_at is null and cancelled_at is null;
create index deadline_rectify_due on deadline (due_on) where subject_kind = 'work_order' and kind = 'RECTIFY';
create index deadline_provisional on deadline (due_on) where provisional and met_at is null and fired_at is null and cancelled_at is null;
alter table rule_profile add constraint rule_profile_version unique (key, version);
alter table rule
  add constraint rule_key unique (profile_id, key),
  add constraint rule_unit check (unit in ('WORKING', 'NATURAL', 'TIMES', 'SWITCH')),
  add constraint rule_authority check (authority in ('seed', 'text', 'upstream', 'ours')),
  add constraint rule_of_profile foreign key (profile_id) references rule_profile (id);

-- events
alter table outbox add constraint outbox_event unique (event_id);
alter table ledger
  add constraint ledger_event unique (event_id),
  add constraint ledger_position check (position > 0),
  add constraint ledger_hash check (octet_length(hash) = 32 and octet_length(previous) = 32);
create index ledger_subject on ledger (subject_kind, subject_id, position);
create index ledger_agency on ledger (agency_id, position);
create function refuse_change() returns trigger language plpgsql
  as $$ begin raise exception 'append-only: % of % is refused', tg_op, tg_table_name using errcode = '23001'; end $$;
create trigger ledger_append_only before update or delete on ledger for each row execute function refuse_change();
create trigger work_order_move_append_only before update or delete on work_order_move for each row execute function refuse_change();
create trigger evidence_append_only before update or delete on evidence for each row execute function refuse_change();
-- Row triggers do not see a truncate.
create trigger ledger_no_truncate before truncate on ledger for each statement execute function refuse_change();
create trigger work_order_move_no_truncate before truncate on work_order_move for each statement execute function refuse_change();
create trigger evidence_no_truncate before truncate on evidence for each statement execute function refuse_change();
