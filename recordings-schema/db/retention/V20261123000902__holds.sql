-- What must not be destroyed. subject: the recording's id, the ticket's number, or the telephone number with its middle left out; the whole number
-- stands in number, as long as the hold is in force.
create table retention_hold (
  id        uuid                     not null primary key,
  kind      varchar(12)              not null,
  subject   varchar(40)              not null,
  number    varchar(32),
  community uuid                     not null,
  reason    varchar(1000)            not null,
  placed_by varchar(80)              not null,
  placed_at timestamp with time zone not null,
  until     timestamp with time zone,
  lifted_at timestamp with time zone,
  lifted_by varchar(80),
  proposal  uuid,
  constraint retention_hold_kind check (kind in ('RECORDING', 'TICKET', 'NUMBER')),
  constraint retention_hold_number check (number is null or kind = 'NUMBER'),
  constraint retention_hold_two_people check ((lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (proposal is null))
);
create index retention_hold_by_subject on retention_hold (community, subject);
create index retention_hold_by_number on retention_hold (community, number);
create index retention_hold_latest on retention_hold (community, placed_at, id);
