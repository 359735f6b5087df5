-- What strangers were told of each scope below the city, and until which day (decision 0016): the running sum of a
-- family's cells, told when it had grown by none or by five and more. Two rows of a chain are a batch; nothing else of a
-- scope is told to whoever may not watch it live. A row says for good what was said.
create table board_told (
  scope text not null
    constraint board_told_scope check (scope in ('DISTRICT', 'AGENCY', 'SERVICE', 'HALL', 'ELSEWHERE')),
  scope_id bigint not null,
  family text not null,
  subject bigint not null default 0,
  day date not null,
  counts integer[] not null,
  primary key (scope, family, subject, scope_id, day)
);

-- The nights that were closed; the first lies before anything was counted.
create table board_night (day date primary key);

create trigger board_told_append_only before update or delete on board_told for each row execute function refuse_change();
create trigger board_night_append_only before update or delete on board_night for each row execute function refuse_change();
create trigger board_told_no_truncate before truncate on board_told for each statement execute function refuse_change();
create trigger board_night_no_truncate before truncate on board_night for each statement execute function refuse_change();
