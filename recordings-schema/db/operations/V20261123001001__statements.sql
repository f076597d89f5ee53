-- The signed account of each day's calls. The body is kept letter by letter, since the signature is over its bytes; it holds ids and counts only.
create table operations_statement (
  date_of   date                     not null primary key,
  made_at   timestamp with time zone not null,
  calls     integer                  not null,
  explained integer                  not null,
  alarming  integer                  not null,
  key_id    varchar(64)              not null,
  signature varchar(128)             not null,
  body      text                     not null
);
-- Which node does a nightly job; a node that died is followed by another when the lease is over.
create table operations_lease (
  job   varchar(40)              not null primary key,
  owner varchar(80)              not null,
  held_until timestamp with time zone not null
);
insert into operations_lease (job, owner, held_until) values ('statements', '', timestamp with time zone '2000-01-01 00:00:00+00:00');
