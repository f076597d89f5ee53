-- state: KEPT -> SCHEDULED (purge_at says for when; can be taken back) -> KEY_DESTROYED -> OBJECT_DELETED -> VERIFIED_ABSENT -> CERTIFIED.
-- purge_at: null unless something is to be done. fence: counts who has worked on the row; a step of an earlier count is refused.
-- held: what the last look found, for lists; each step that cannot be undone asks anew.
alter table retention_recording add column purge_at timestamp with time zone;
alter table retention_recording add column scheduled_at timestamp with time zone;
alter table retention_recording add column cause varchar(12);
alter table retention_recording add column fence bigint default 0 not null;
alter table retention_recording add column next_try_at timestamp with time zone;
alter table retention_recording add column held boolean default false not null;
alter table retention_recording add column key_destroyed_at timestamp with time zone;
alter table retention_recording add column object_deleted_at timestamp with time zone;
alter table retention_recording add column run uuid;
update retention_recording set state = 'SCHEDULED', purge_at = coalesce(ordered_at, keep_until), scheduled_at = ordered_at, cause = 'PERIOD'
where state = 'ORDERED';
update retention_recording set state = 'CERTIFIED', key_destroyed_at = destroyed_at, object_deleted_at = destroyed_at, cause = 'PERIOD'
where state = 'DESTROYED';
alter table retention_recording drop column ordered_at;
alter table retention_recording add constraint retention_recording_state
  check (state in ('KEPT', 'SCHEDULED', 'KEY_DESTROYED', 'OBJECT_DELETED', 'VERIFIED_ABSENT', 'CERTIFIED'));
alter table retention_recording add constraint retention_recording_due
  check ((state in ('KEPT', 'CERTIFIED')) = (purge_at is null));
create index retention_recording_to_do on retention_recording (purge_at, keep_until, recording);

-- What is known for ever about each destruction: one row, made in the transaction that ends it.
create table retention_certificate (
  recording    uuid                     not null primary key,
  community    uuid                     not null,
  run          uuid,
  certified_at timestamp with time zone not null,
  body         text                     not null,
  hash         varchar(64)              not null
);
create index retention_certificate_by_run on retention_certificate (run, recording);
