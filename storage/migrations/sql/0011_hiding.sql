-- What an order tells its agency of the visit while the rater is hidden: 0 all, 1 neither window nor person, 2 nor stage.
alter table work_order add column told smallint not null default 0 constraint work_order_told check (told between 0 and 2);
-- Orders of hidden raters that were dispatched before this was counted tell the least.
update work_order set told = 2 where is_hidden;
-- The crowd of a visit is counted when its order is dispatched, and when its rating page is shown.
create index service_event_item_time on service_event (service_id, agency_id, happened_at desc);
