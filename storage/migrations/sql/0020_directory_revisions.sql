-- Who changed what of the directory, and when. The newest row of an entry says what it is now.
alter table directory_revision
  add constraint directory_revision_kind check (kind in ('district', 'agency', 'hall', 'window', 'platform', 'channel',
    'service', 'staff')),
  add constraint directory_revision_change check (change in ('ADDED', 'CHANGED', 'ENDED')),
  add constraint directory_revision_fields check (jsonb_typeof(fields_changed) = 'array');
create index directory_revision_of on directory_revision (kind, entry_id, id desc);
create trigger directory_revision_append_only before update or delete on directory_revision for each row execute function refuse_change();
create trigger directory_revision_no_truncate before truncate on directory_revision for each statement execute function refuse_change();

update service s set guide_owner_id = nullif(g.agency_id, s.agency_id), guide_version = g.version
from (select distinct on (service_id) service_id, agency_id, version from guide order by service_id, version desc) g
where g.service_id = s.id;
alter table guide drop constraint guide_version, drop constraint guide_service, drop constraint guide_agency;
alter table service
  add constraint service_guide_owner foreign key (guide_owner_id) references agency (id),
  add constraint service_platform_owner foreign key (platform_owner_id) references agency (id);
alter table service_window
  add constraint service_window_stages check (stages <@ array['CONSULT', 'ACCEPTANCE', 'CORRECTION', 'PAYMENT',
    'DELIVERY', 'ONLINE', 'HOTLINE_CALL']);
alter table staff_member
  add constraint staff_member_days check (ends_on >= starts_on);
