-- PINs with which a prompt is recorded by telephone, hashed: one for each person at most, gone when it was used.
create table flow_studio_pin (
  id         uuid                     not null primary key,
  salt       bytea                    not null,
  hash       bytea                    not null,
  community  uuid                     not null,
  language   varchar(2)               not null,
  prompt     varchar(41)              not null,
  said       varchar(1000)            not null,
  note       varchar(200)             not null,
  asked_by   varchar(80)              not null unique,
  good_until timestamp with time zone not null
);

-- How many wrong PINs were entered lately, over all calls. One row.
create table flow_studio_guard (
  one          integer                  not null primary key check (one = 1),
  wrong        integer                  not null,
  since        timestamp with time zone not null,
  locked_until timestamp with time zone
);
insert into flow_studio_guard (one, wrong, since, locked_until) values (1, 0, timestamp with time zone '2026-01-01 00:00:00+00:00', null);
