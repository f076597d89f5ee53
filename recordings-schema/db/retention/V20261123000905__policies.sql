-- How long recordings are kept, in months; the latest version counts, and before the first the settings do. Rows are never changed.
create table retention_policy (
  version    integer                  not null primary key,
  standard   integer                  not null,
  urgent     integer                  not null,
  complaint  integer                  not null,
  in_force   timestamp with time zone not null,
  reason     varchar(1000)            not null,
  proposer   varchar(80)              not null,
  approver   varchar(80)              not null,
  proposal   uuid                     not null,
  constraint retention_policy_bounds check (standard in (12, 24) and urgent in (12, 24) and complaint in (12, 24)),
  constraint retention_policy_two_people check (proposer <> approver)
);
