-- The name a client signs with (iss): public, random, tells neither order nor number.
alter table client
  add column code text not null default 'hcc_' || replace(gen_random_uuid()::text, '-', ''),
  add constraint client_code unique (code);
-- Which origins may ask at all: looked up for every preflight.
create index client_origins on client using gin (origins) where is_enabled;
alter table signing_key
  add constraint signing_key_kid unique (client_id, kid),
  add constraint signing_key_algorithm check (algorithm in ('EdDSA', 'ES256')),
  add constraint signing_key_kid_shape check (kid ~ '^[A-Za-z0-9._-]{1,64}$'),
  add constraint signing_key_public check (jwk !~ '"d"'),
  add constraint signing_key_of foreign key (client_id) references client (id);
