-- A person's numbers are hashed in one canonical form. What was put away before is of form 1, and a worker renews it.
set local role haochaping_vault;
alter table vault.identity add column form smallint not null default 1;
create index identity_form on vault.identity (form, ref) where form < 2;
set local role none;

-- Logins are small letters of half width. Where two differ only in that, both stay, and each is found as it is written.
update account a set login = lower(normalize(a.login, nfkc))
where a.login <> lower(normalize(a.login, nfkc)) and not exists (
  select from account b where b.id <> a.id and lower(normalize(b.login, nfkc)) = lower(normalize(a.login, nfkc))
);
