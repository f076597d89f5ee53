-- One row for each answered call. Marks keep the form of the sidecar: kind@fromMs-toMs;...
create table call_call (
  id                  uuid not null primary key,
  community           uuid not null,
  sip_call_id         varchar(256) not null,
  dialled             varchar(64) not null,
  caller_raw          varchar(32) not null,
  caller_e164         varchar(20),
  caller_presentation varchar(12) not null,
  started_at          timestamp with time zone not null,
  ended_at            timestamp with time zone,
  stage               varchar(40) not null,
  choice              varchar(40) not null,
  language            varchar(8) not null,
  notice              varchar(64) not null,
  marks               text not null,
  ending              varchar(12) not null,
  constraint call_call_presentation check (caller_presentation in ('ALLOWED', 'WITHHELD', 'UNAVAILABLE')),
  constraint call_call_ending check (ending in ('RUNNING', 'COMPLETED', 'CUT_OFF')),
  constraint call_call_ended_or_running check ((ended_at is null and ending = 'RUNNING') or (ended_at is not null and ending <> 'RUNNING')),
  constraint call_call_ends_after_it_starts check (ended_at is null or ended_at >= started_at)
);
create index call_call_newest on call_call (community, started_at);
create index call_call_sip on call_call (sip_call_id);
create index call_call_running on call_call (ending, started_at);
