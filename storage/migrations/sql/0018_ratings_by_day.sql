-- The whole city's ratings in the order of days: what subscribers, moderators and personnel page through.
create index evaluation_by_day on evaluation (rated_on desc, shuffle desc);
