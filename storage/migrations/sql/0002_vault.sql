-- The vault: who the rater is. Own schema, own role; the application enters it by SET LOCAL ROLE inside one transaction.
do $$ begin
  if not exists (select from pg_roles where rolname = 'haochaping_vault') then
    create role haochaping_vault nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin
  execute format('grant haochaping_vault to %I with inherit false, set true', current_user);
end $$;

create schema vault authorization haochaping_vault;
set local role haochaping_vault;
-- `sealed` is nonce + AES-256-GCM of the identity, bound to `ref`; the indexes are keyed hashes for finding, never for reading.
create table vault.identity (
  ref uuid primary key,
  key_id smallint not null,
  sealed bytea not null,
  has_mobile boolean not null,
  person_index bytea,
  mobile_index bytea,
  created_at timestamptz not null
);
create index identity_person on vault.identity (person_index) where person_index is not null;
create index identity_mobile on vault.identity (mobile_index) where mobile_index is not null;
create table vault.reveal (
  id bigint generated always as identity primary key,
  ref uuid not null,
  work_order_id bigint not null,
  account_id bigint not null,
  role text not null,
  reason text not null,
  revealed_at timestamptz not null,
  expires_at timestamptz not null
);
create index reveal_work_order on vault.reveal (work_order_id);
-- Who looked stays on record.
create trigger reveal_append_only before update or delete on vault.reveal for each row execute function refuse_change();
create trigger reveal_no_truncate before truncate on vault.reveal for each statement execute function refuse_change();
set local role none;
