-- Which version of the policy decided when the key was destroyed; null for what was destroyed before versions were noted.
alter table retention_recording add column policy_version integer;

-- certificates: how many the run has made, counted with each; closed_at: since when no more may be added, because its root is signed.
alter table retention_run add column certificates integer default 0 not null;
alter table retention_run add column closed_at timestamp with time zone;

-- place: which leaf of the run's tree it is, from 0, without a gap.
alter table retention_certificate add column place integer;
update retention_certificate set place = (select count(*) from retention_certificate other where other.run = retention_certificate.run
  and (other.certified_at, other.recording) < (retention_certificate.certified_at, retention_certificate.recording));
update retention_run set certificates = (select count(*) from retention_certificate made where made.run = retention_run.id);
alter table retention_certificate add constraint retention_certificate_place unique (run, place);

-- The signed end of each run that has certificates. The body is kept letter by letter, since the signature is over its bytes; it holds the Merkle root of
-- the run's certificates and the SHA-256 of the body before it.
create table retention_root (
  number    bigint                   not null primary key,
  run       uuid                     not null unique,
  closed_at timestamp with time zone not null,
  leaves    integer                  not null,
  body      text                     not null,
  key_id    varchar(64)              not null,
  signature varchar(128)             not null
);

-- One row, locked by whoever closes a run: the last root.
create table retention_root_end (
  id     integer     not null primary key check (id = 1),
  number bigint      not null,
  hash   varchar(64) not null
);
insert into retention_root_end (id, number, hash)
values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
