-- Who changed what of the directory, and when. The newest row of an entry says what it is now.
alter table directory_revision
  add constraint directory_revision_kind check (kind in ('district', 'agency', 'hall', 'window', 'platform', 'channel',
    'service', 'guide', 'staff')),
  add constraint directory_revision_change check (change in ('ADDED', 'CHANGED', 'ENDED')),
  add constraint directory_revision_fields check (jsonb_typeof(fields_changed) = 'array');
create index directory_revision_of on directory_revision (kind, entry_id, id desc);
create trigger directory_revision_append_only before update or delete on directory_revision for each row execute function refuse_change();
create trigger directory_revision_no_truncate before truncate on directory_revision for each statement execute function refuse_change();
