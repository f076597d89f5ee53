-- What is kept until when, and what remains of what was destroyed (the tombstone is the row itself).
-- state: KEPT -> ORDERED (the order is given; the lease says who carries it out) -> DESTROYED.
create table retention_recording (
  recording       uuid                     not null primary key,
  call_id         uuid                     not null,
  community       uuid                     not null,
  call_started_at timestamp with time zone not null,
  policy          varchar(40)              not null,
  keep_until      timestamp with time zone not null,
  state           varchar(20)              not null,
  audio_hash      varchar(64)              not null,
  ordered_at      timestamp with time zone,
  destroyed_at    timestamp with time zone,
  lease_owner     varchar(80),
  lease_until     timestamp with time zone,
  failures        integer                  not null,
  failed_at       timestamp with time zone,
  failure         varchar(300)
);
create index retention_recording_by_until on retention_recording (state, keep_until, recording);
create index retention_recording_by_call on retention_recording (call_id);
create index retention_recording_by_destruction on retention_recording (community, destroyed_at);

-- Every run of the purge: a heartbeat of its own, since a scheduler can stall.
create table retention_run (
  id          uuid                     not null primary key,
  node        varchar(80)              not null,
  started_at  timestamp with time zone not null,
  finished_at timestamp with time zone,
  destroyed   integer                  not null,
  failed      integer                  not null
);
create index retention_run_by_start on retention_run (started_at);

-- One row: every recording of a call that started before this moment was looked at and has its row above.
create table retention_registered (
  id     integer                  not null primary key check (id = 1),
  before timestamp with time zone not null
);
insert into retention_registered (id, before)
values (1, timestamp with time zone '2000-01-01 00:00:00+00');
