-- Tallies: one wide row per scope and city hour. Levels count rater-made ratings only (voluntary, guided, proxy);
-- kinds and entries count every valid rating; service events stand in the hour they happened. Scope CITY has id 0.
create table tally (
  scope text not null constraint tally_scope check (scope in ('CITY', 'DISTRICT', 'AGENCY', 'SERVICE', 'HALL', 'STAFF')),
  scope_id bigint not null,
  hour timestamptz not null constraint tally_hour_is_whole check (date_trunc('hour', hour, 'Asia/Shanghai') = hour),
  events bigint not null default 0,
  very_satisfied bigint not null default 0, satisfied bigint not null default 0, fairly_satisfied bigint not null default 0,
  dissatisfied bigint not null default 0, very_dissatisfied bigint not null default 0,
  voluntary bigint not null default 0, guided bigint not null default 0, proxy bigint not null default 0,
  by_default bigint not null default 0, comprehensive bigint not null default 0, inspection bigint not null default 0,
  web_portal bigint not null default 0, mini_program bigint not null default 0, app_isz bigint not null default 0,
  window_device bigint not null default 0, window_qr bigint not null default 0, receipt_qr bigint not null default 0,
  sms_link bigint not null default 0, self_terminal bigint not null default 0, hotline_12345 bigint not null default 0,
  my_business bigint not null default 0, paper bigint not null default 0, suggestion_box bigint not null default 0,
  inspection_entry bigint not null default 0, system_default bigint not null default 0,
  primary key (scope, scope_id, hour)
);

create table tally_tag (
  scope text not null, scope_id bigint not null, day date not null, tag_id bigint not null references tag (id),
  count bigint not null default 0,
  primary key (scope, scope_id, day, tag_id)
);

create table tally_dimension (
  scope text not null, scope_id bigint not null, day date not null, dimension_id bigint not null references dimension (id),
  very_satisfied bigint not null default 0, satisfied bigint not null default 0, fairly_satisfied bigint not null default 0,
  dissatisfied bigint not null default 0, very_dissatisfied bigint not null default 0,
  primary key (scope, scope_id, day, dimension_id)
);
