-- What was done. Rows are inserted in the deed's transaction and never updated.
create table audit_entry (
  id        uuid                     not null primary key,
  at        timestamp with time zone not null,
  actor     varchar(80)              not null,
  act       varchar(80)              not null,
  subject   varchar(120)             not null,
  community uuid,
  details   varchar(4000)            not null
);
create index audit_entry_by_at on audit_entry (at, id);
create index audit_entry_by_subject on audit_entry (subject, at);

-- The entries that no link holds yet. Written with the entry, removed with the sealing.
create table audit_pending (
  entry uuid                     not null primary key,
  at    timestamp with time zone not null
);
create index audit_pending_by_at on audit_pending (at, entry);

-- The chain. Each hash covers its number, the hash before it and the whole entry. No foreign key: a removed entry must leave its link behind.
create table audit_link (
  seq      bigint      not null primary key,
  entry    uuid        not null unique,
  previous varchar(64) not null,
  hash     varchar(64) not null
);

-- One row, locked by whoever seals: the end of the chain.
create table audit_head (
  id   integer     not null primary key check (id = 1),
  seq  bigint      not null,
  hash varchar(64) not null
);
insert into audit_head (id, seq, hash)
values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
