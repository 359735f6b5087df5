-- The city's clock. One function says what time it is; a demonstration or test city may shift it, a production city may not.
create table city_clock (
  id smallint primary key default 1 constraint city_clock_is_one check (id = 1),
  city_kind text not null constraint city_clock_kind check (city_kind in ('demonstration', 'test', 'production')),
  city_name text not null,
  shift interval not null default '0',
  moved_at timestamptz not null default now(),
  expiry_paused_at timestamptz,
  pulse_at timestamptz not null default now(),
  constraint city_clock_production_is_real check (city_kind <> 'production' or shift = '0')
);

create function city_now() returns timestamptz language sql stable parallel safe
  as $$ select now() + coalesce((select shift from city_clock), '0') $$;
create function city_day(moment timestamptz) returns date language sql immutable parallel safe
  as $$ select (moment at time zone 'Asia/Shanghai')::date $$;
create function city_today() returns date language sql stable parallel safe
  as $$ select city_day(city_now()) $$;
