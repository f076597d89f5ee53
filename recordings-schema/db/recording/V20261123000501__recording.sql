-- One row for each call's recording. The wrapped data key and the encrypted waveform go with its destruction; the hashes stay.
create table recording_recording (
  id              uuid not null primary key,
  call_id         uuid not null,
  community       uuid not null,
  state           varchar(12) not null,
  call_started_at timestamp with time zone not null,
  length_ms       bigint not null,
  missing_ms      bigint not null,
  salvaged        boolean not null,
  audio_hash      varchar(64) not null,
  audio_bytes     bigint not null,
  object_hash     varchar(64) not null,
  object_bytes    bigint not null,
  wrapped_key     bytea,
  peaks           bytea,
  stored_at       timestamp with time zone,
  destroyed_at    timestamp with time zone,
  purge_policy    varchar(64) not null,
  problem         varchar(500),
  attempts        integer not null,
  next_try_at     timestamp with time zone not null,
  constraint recording_recording_one_per_call unique (call_id),
  constraint recording_recording_state check (state in ('SPOOLED', 'STORED', 'EMPTY', 'DESTROYING', 'DESTROYED')),
  constraint recording_recording_stored_has_all check (state <> 'STORED' or (wrapped_key is not null and peaks is not null
    and stored_at is not null and length(audio_hash) = 64 and length(object_hash) = 64)),
  constraint recording_recording_destroyed_has_no_key check (state not in ('DESTROYING', 'DESTROYED') or (wrapped_key is null and peaks is null)),
  constraint recording_recording_destroyed_when check ((state = 'DESTROYED') = (destroyed_at is not null))
);
create index recording_recording_newest on recording_recording (community, call_started_at);
create index recording_recording_state on recording_recording (state, next_try_at);
