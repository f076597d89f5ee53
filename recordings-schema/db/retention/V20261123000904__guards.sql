-- One row: the last moment that was believed, and what two people have confirmed.
-- audited_accepted: entries of the audit up to this moment say nothing about the time, since the clock was confirmed although it was behind them.
create table retention_clock (
  id               integer not null primary key check (id = 1),
  beat_at          timestamp with time zone,
  audited_accepted timestamp with time zone,
  accepted_until   timestamp with time zone,
  volume_accepted  bigint,
  volume_until     timestamp with time zone
);
insert into retention_clock (id)
values (1);

-- How much will be destroyed from the moment on which the forecast was made until the end of a day.
create table retention_forecast (
  until_day date                     not null primary key,
  made_at   timestamp with time zone not null,
  amount    bigint                   not null
);

-- Why a run destroyed nothing: the doubts, or VOLUME; null when it did not wait.
alter table retention_run add column waited varchar(120);
create index retention_recording_by_absence on retention_recording (destroyed_at);
