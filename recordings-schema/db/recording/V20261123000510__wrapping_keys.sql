-- The lives of the wrapping keys; the keys themselves lie in the key ring file and nowhere else. id: the number by which a wrapped key names the one
-- that wrapped it. retire_at: when the next one takes its place. emptied_at: since when no recording's key is wrapped by it. doomed_at: from then on
-- nothing may be wrapped by it. promised_at: the latest day on which a certificate of destruction says that it is gone.
create table recording_wrapping_key (
  id           integer                  not null primary key,
  made_at      timestamp with time zone not null,
  retire_at    timestamp with time zone not null,
  retired_at   timestamp with time zone,
  emptied_at   timestamp with time zone,
  doomed_at    timestamp with time zone,
  destroyed_at timestamp with time zone,
  promised_at  timestamp with time zone,
  constraint recording_wrapping_key_order check (destroyed_at is null or doomed_at is not null)
);

-- One row: who turns the keys over now. fence: counts who has; what an earlier count wants to do is refused.
create table recording_turnover (
  id          integer not null primary key check (id = 1),
  fence       bigint  not null,
  lease_owner varchar(80),
  lease_until timestamp with time zone
);
insert into recording_turnover (id, fence)
values (1, 0);

-- wrapping_key: which wraps the recording's key now. last_wrapping_key: which wrapped it when it was destroyed.
alter table recording_recording add column wrapping_key integer;
alter table recording_recording add column last_wrapping_key integer;
alter table recording_recording add constraint recording_recording_wrapped check (wrapping_key is null or wrapped_key is not null);
create index recording_recording_by_wrapping_key on recording_recording (wrapping_key, id);
