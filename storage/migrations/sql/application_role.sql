-- What the web and worker processes may do: read and write rows, and enter the vault by SET LOCAL ROLE inside one
-- transaction. No tables are theirs to make, change or empty, and what is append-only they can only append to.
-- Run after every migration, so that what a migration adds is within reach.
do $$ begin
  if not exists (select from pg_roles where rolname = 'haochaping_app') then
    create role haochaping_app login;
  end if;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin
  if not pg_has_role('haochaping_app', 'haochaping_vault', 'set') then
    grant haochaping_vault to haochaping_app with inherit false, set true;
  end if;
end $$;
grant usage on schema public to haochaping_app;
grant select, insert, update, delete on all tables in schema public to haochaping_app;
grant usage, select on all sequences in schema public to haochaping_app;
revoke insert, update, delete on tortoise_migrations from haochaping_app;
revoke update, delete on ledger, evidence, work_order_move, moderation_act, directory_revision, account_act from haochaping_app;
