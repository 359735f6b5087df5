-- What the agency reads while the rater is hidden from it, and which finder looked.
alter table text_inspection
  alter finder drop default,
  add constraint text_inspection_covered check (finder < 2 or covered is not null);
create index text_inspection_finder on text_inspection (finder, id);
-- Decided before anything was looked through: in the line of what the finder of today looks through again.
insert into text_inspection (id, half, found, kinds, inspected_at, finder)
select e.id, '', '[]', '{NONE}', city_now(), 0 from evaluation e
where e.text_raw is not null and (e.moderation is not null or e.standing <> 'VALID')
  and not exists (select from text_inspection i where i.id = e.id);
