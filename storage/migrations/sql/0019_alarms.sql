update deadline set is_alarm = true where kind like '%\_YELLOW';
alter table deadline add constraint deadline_alarm check (is_alarm = (kind like '%\_YELLOW'));
