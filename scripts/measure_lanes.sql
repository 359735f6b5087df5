-- A city to measure in: 10 districts, 200 agencies, 100 000 ratings of the last 30 days, and events that may be rated.
insert into district (code, name, is_city)
  select (990100 + n)::text, '第' || n || '区', n = 0 from generate_series(0, 9) n;
insert into agency (code, name, district_id, is_managing)
  select '11990100MB2C' || lpad(n::text, 5, '0') || 'A', '第' || n || '局', 1 + n % 10, n = 0 from generate_series(0, 199) n;
insert into hall (code, name, district_id, agency_id) values ('H1', '行政服务大厅', 1, 1);
insert into service_window (code, name, hall_id)
  select 'H1-W' || n, n || '号窗口', 1 from generate_series(1, 50) n;
insert into service (code, name, agency_id) select 'S-' || n, '第' || n || '项', 1 + n % 200 from generate_series(0, 399) n;
insert into staff_member (number, name, agency_id, hall_id, window_id, duty)
  select 'E' || n, '第' || n || '位', 1 + n % 200, 1, 1 + n % 50, 'WINDOW' from generate_series(0, 399) n;
insert into account (login, name, password_hash, roles, agency_id, is_enabled)
  values ('supervisor', '督办员', '-', array['SUPERVISOR'], 1, true);
insert into service_event (case_number, service_number, stage, service_id, agency_id, district_id, hall_id, window_id,
    staff_id, happened_at, recorded_at)
  select 'BH-' || n, 1, 'ACCEPTANCE', 1 + n % 400, 1 + n % 200, 1 + n % 10, 1, 1 + n % 50, 1 + n % 400, at, at
  from generate_series(1, 100000 + $RATABLE) n, lateral (select city_now() - n % 2500000 * interval '1 second') t (at);
insert into invitation (service_event_id, entries, issued_at, expires_at)
  select id, array['RECEIPT_QR'], happened_at, city_now() + interval '90 days' from service_event order by id;
insert into evaluation (service_event_id, form_id, level, kind, entry, stage, standing, assurance, agency_id, district_id,
    service_id, hall_id, window_id, staff_id, text_raw, text_public, anonymous_to_agency, rated_at, rated_on,
    receipt_index, input_hash, moderation)
  select id, 1, (array['VERY_SATISFIED', 'SATISFIED', 'FAIRLY_SATISFIED', 'DISSATISFIED', 'VERY_DISSATISFIED'])[1 + id % 5],
    'VOLUNTARY', 'RECEIPT_QR', stage, 'VALID', 'PRESENT', agency_id, district_id, service_id, hall_id, window_id, staff_id,
    '办得很快，谢谢！', '办得很快，谢谢！', true, happened_at, city_day(happened_at),
    decode(md5(id::text), 'hex'), decode(md5(id::text), 'hex'), 'PUBLISHED'
  from service_event where id <= 100000;
insert into tally_day (scope, scope_id, day, events, rated, satisfied, dissatisfied, voluntary, receipt_qr)
  select scope, scope_id, city_day(happened_at), count(*), count(*), count(*) - count(*) / 9,
    count(*) / 9, count(*), count(*)
  from service_event, lateral (values ('CITY', 0::bigint), ('DISTRICT', district_id), ('AGENCY', agency_id)) s (scope, scope_id)
  where id <= 100000 group by 1, 2, 3;
