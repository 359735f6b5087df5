-- Performance: what has been adopted, settled or adjusted is never changed; the database itself refuses.

alter table weight_plan
  add constraint weight_plan_version unique (subject_kind, version),
  add constraint weight_plan_day unique (subject_kind, effective_from),
  add constraint weight_plan_kind check (subject_kind in ('AGENCY', 'DISTRICT', 'WINDOW_STAFF', 'HOTLINE_AGENT')),
  add constraint weight_plan_state check (state in ('DRAFT', 'SUBMITTED', 'ADOPTED')),
  add constraint weight_plan_first_day check (extract(day from effective_from) = 1),
  add constraint weight_plan_minimum check (minimum between 0 and 100000),
  add constraint weight_plan_shrinkage check (shrinkage between 0 and 100000),
  add constraint weight_plan_cutoff check (cutoff_days between 0 and 90),
  add constraint weight_plan_two_people check (author_id is null or approver_id is distinct from author_id),
  add constraint weight_plan_approved check (state <> 'ADOPTED' or adopted_at is not null),
  add constraint weight_plan_author foreign key (author_id) references account (id),
  add constraint weight_plan_approver foreign key (approver_id) references account (id);
create index weight_plan_by_author on weight_plan (author_id);
create index weight_plan_by_approver on weight_plan (approver_id);

alter table appraisal_period
  add constraint appraisal_period_key unique (key),
  add constraint appraisal_period_state check (state in ('RUNNING', 'PREVIEW', 'SETTLED')),
  add constraint appraisal_period_days check (last_day > first_day),
  add constraint appraisal_period_settled check ((state = 'SETTLED') = (settled_at is not null)),
  add constraint appraisal_period_settler foreign key (settled_by_id) references account (id);
create index appraisal_period_by_settler on appraisal_period (settled_by_id);

alter table appraisal
  add constraint appraisal_subject unique nulls not distinct (period_id, subject_kind, agency_id, district_id, staff_id),
  add constraint appraisal_kind check (subject_kind in ('AGENCY', 'DISTRICT', 'WINDOW_STAFF', 'HOTLINE_AGENT')),
  add constraint appraisal_state check (state in ('PREVIEW', 'SETTLED')),
  add constraint appraisal_who check (
    (subject_kind = 'AGENCY' and agency_id is not null and staff_id is null)
    or (subject_kind = 'DISTRICT' and district_id is not null and agency_id is null and staff_id is null)
    or (subject_kind in ('WINDOW_STAFF', 'HOTLINE_AGENT') and staff_id is not null and agency_id is not null)),
  add constraint appraisal_total check (total between 0 and 100),
  add constraint appraisal_period foreign key (period_id) references appraisal_period (id),
  add constraint appraisal_plan foreign key (plan_id) references weight_plan (id),
  add constraint appraisal_agency foreign key (agency_id) references agency (id),
  add constraint appraisal_district foreign key (district_id) references district (id),
  add constraint appraisal_staff foreign key (staff_id) references staff_member (id);
create index appraisal_by_day on appraisal (first_day, id);
create index appraisal_by_plan on appraisal (plan_id);
create index appraisal_by_agency on appraisal (agency_id, first_day);
create index appraisal_by_district on appraisal (district_id, first_day);
create index appraisal_by_staff on appraisal (staff_id, first_day);

alter table appraisal_figure
  add constraint appraisal_figure_key unique (appraisal_id, key),
  add constraint appraisal_figure_appraisal foreign key (appraisal_id) references appraisal (id);
alter table appraisal_adjustment
  add constraint appraisal_adjustment_total check (total between 0 and 100),
  add constraint appraisal_adjustment_score check (score = total),
  add constraint appraisal_adjustment_appraisal foreign key (appraisal_id) references appraisal (id);
create index appraisal_adjustment_by_appraisal on appraisal_adjustment (appraisal_id, id);

create function refuse_settled() returns trigger language plpgsql as $$ begin
  raise exception 'settled: % of % is refused', tg_op, tg_table_name using errcode = '23001'; end $$;
-- Settling freezes the scores first and then the period, so nothing is added to either afterwards. `for share` waits for
-- a settling that is under way and reads what it left.
create function refuse_late_appraisal() returns trigger language plpgsql as $$ begin
  if (select p.state from appraisal_period p where p.id = new.period_id for share) = 'SETTLED' then
    raise exception 'settled: % of % is refused', tg_op, tg_table_name using errcode = '23001'; end if;
  return new; end $$;
create function refuse_settled_figure() returns trigger language plpgsql as $$ begin
  if 'SETTLED' = any (array(select a.state from appraisal a where a.id in (
      case when tg_op <> 'INSERT' then old.appraisal_id end, case when tg_op <> 'DELETE' then new.appraisal_id end)
      for share)) then
    raise exception 'settled: % of % is refused', tg_op, tg_table_name using errcode = '23001'; end if;
  return case when tg_op = 'DELETE' then old else new end; end $$;
create trigger weight_plan_adopted before update or delete on weight_plan
  for each row when (old.state = 'ADOPTED') execute function refuse_settled();
create trigger appraisal_period_frozen before update or delete on appraisal_period
  for each row when (old.state = 'SETTLED') execute function refuse_settled();
create trigger appraisal_frozen before update or delete on appraisal
  for each row when (old.state = 'SETTLED') execute function refuse_settled();
create trigger appraisal_in_time before insert or update of period_id on appraisal
  for each row execute function refuse_late_appraisal();
create trigger appraisal_figure_frozen before insert or update or delete on appraisal_figure
  for each row execute function refuse_settled_figure();
create trigger appraisal_adjustment_append_only before update or delete on appraisal_adjustment
  for each row execute function refuse_change();
create trigger weight_plan_no_truncate before truncate on weight_plan for each statement execute function refuse_change();
create trigger appraisal_period_no_truncate before truncate on appraisal_period for each statement execute function refuse_change();
create trigger appraisal_no_truncate before truncate on appraisal for each statement execute function refuse_change();
create trigger appraisal_figure_no_truncate before truncate on appraisal_figure for each statement execute function refuse_change();
create trigger appraisal_adjustment_no_truncate before truncate on appraisal_adjustment for each statement execute function refuse_change();
