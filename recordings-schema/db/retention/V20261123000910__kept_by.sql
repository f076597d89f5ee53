-- What keeps a recording: HOLD, LONG_KEEP, or OPEN_TICKET; null when only its period does. As of the last look, for lists; what cannot be undone asks anew.
alter table retention_recording add column kept_by varchar(12);
update retention_recording set kept_by = 'HOLD' where held;
alter table retention_recording add constraint retention_recording_keeper check (kept_by in ('HOLD', 'LONG_KEEP', 'OPEN_TICKET'));
create index retention_recording_by_keeper on retention_recording (kept_by, keep_until, recording);

-- Important or complex matters. Begun and ended by two people; nothing ends it by itself. subject: the recording's id or the ticket's number.
create table retention_long_keep (
  id          uuid                     not null primary key,
  kind        varchar(12)              not null,
  subject     varchar(40)              not null,
  community   uuid                     not null,
  reason      varchar(1000)            not null,
  proposer    varchar(80)              not null,
  approver    varchar(80)              not null,
  proposal    uuid                     not null,
  since       timestamp with time zone not null,
  reviewed_at timestamp with time zone,
  review_by   timestamp with time zone not null,
  ended_at    timestamp with time zone,
  ended_by    varchar(80),
  ending      uuid,
  constraint retention_long_keep_kind check (kind in ('RECORDING', 'TICKET')),
  constraint retention_long_keep_two_people check (proposer <> approver),
  constraint retention_long_keep_ended check ((ended_at is null) = (ended_by is null) and (ended_at is null) = (ending is null))
);
create index retention_long_keep_by_subject on retention_long_keep (community, subject);
create index retention_long_keep_by_review on retention_long_keep (community, review_by, id);

create table retention_long_keep_review (
  id        uuid                     not null primary key,
  long_keep uuid                     not null references retention_long_keep,
  at        timestamp with time zone not null,
  reviewer  varchar(80)              not null,
  note      varchar(1000)            not null
);
create index retention_long_keep_review_of on retention_long_keep_review (long_keep, at);

-- What two people decided to destroy although its ticket is open, after its two years.
create table retention_decision (
  recording  uuid                     not null primary key,
  reason     varchar(1000)            not null,
  proposer   varchar(80)              not null,
  approver   varchar(80)              not null,
  proposal   uuid                     not null,
  decided_at timestamp with time zone not null,
  constraint retention_decision_two_people check (proposer <> approver)
);
