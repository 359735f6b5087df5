-- 0: every part stands for itself, as in the plans that were adopted before there was such a number.
alter table weight_plan add constraint weight_plan_enough check (enough between 0 and 1000);
