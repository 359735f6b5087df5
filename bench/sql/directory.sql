-- One district with 200 agencies, so that its board has 200 rows; 300 service items, 20 halls, 200 counters, 400 staff.
insert into district (id, code, name, is_city) values (1, '990100', '市级', true), (2, '990101', '海湾区', false);
insert into agency (id, code, name, district_id, is_managing)
select n, '11990100' || lpad(n::text, 10, '0'), '海湾区第' || n || '局', 2, n = 1 from generate_series(1, 200) n;
insert into service (id, code, name, agency_id, guide_version)
select n, 'BENCH-' || lpad(n::text, 6, '0'), '第' || n || '号政务服务事项', 1 + (n - 1) % 200, '1'
from generate_series(1, 300) n;
insert into hall (id, code, name, district_id, agency_id)
select n, 'H' || lpad(n::text, 2, '0'), '第' || n || '政务服务大厅', 2, n * 10 from generate_series(1, 20) n;
insert into service_window (id, code, name, hall_id)
select n, 'W' || lpad(n::text, 3, '0'), n || '号窗口', 1 + (n - 1) % 20 from generate_series(1, 200) n;
insert into staff_member (id, number, name, agency_id, hall_id, window_id, duty)
select n, 'E' || lpad(n::text, 4, '0'), '职员' || n, 1 + (n - 1) % 200, 1 + (n - 1) % 20, 1 + (n - 1) % 200, 'WINDOW'
from generate_series(1, 400) n;
insert into platform (id, code, name, agency_id) values (1, 'WEB_PORTAL', '滨海政务服务网', 1);
insert into channel (id, code, name, is_online, platform_id) values (1, 'WEB_PORTAL', '滨海政务服务网', true, 1);
