-- The last number given on each day, one sequence for the installation.
create table ticket_day (
  date_of     date    not null primary key,
  last_number integer not null check (last_number >= 0)
);

-- number: the day as yyyymmdd, then nine digits for the number of the day (20261123-0042 is 20261123000000042), so that numbers sort as they read.
create table ticket_ticket (
  number              bigint                   not null primary key,
  community           uuid                     not null,
  call_id             uuid                     not null unique,
  state               varchar(20)              not null,
  category            varchar(30)              not null,
  priority            varchar(20)              not null,
  choice              varchar(40)              not null,
  caller_raw          varchar(32)              not null,
  caller_e164         varchar(20),
  caller_presentation varchar(20)              not null,
  caller_name         varchar(100)             not null,
  what                varchar(8000)            not null,
  place               varchar(300)             not null,
  measures            varchar(8000)            not null,
  result              varchar(8000)            not null,
  opened_at           timestamp with time zone not null,
  -- When the call's end was taken into account; null while the caller may still be speaking.
  settled_at          timestamp with time zone,
  archived_at         timestamp with time zone,
  version             bigint                   not null
);
create index ticket_ticket_by_community on ticket_ticket (community, number);
create index ticket_ticket_by_state on ticket_ticket (community, state, number);

create index ticket_ticket_by_caller on ticket_ticket (community, caller_raw, number);

create table ticket_event (
  ticket   bigint                   not null references ticket_ticket,
  position integer                  not null,
  at       timestamp with time zone not null,
  actor    varchar(80)              not null,
  kind     varchar(20)              not null,
  text     varchar(8000)            not null,
  primary key (ticket, position)
);
