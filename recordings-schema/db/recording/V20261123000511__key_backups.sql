-- Which backups of the key ring were noticed and audited; the list itself lies beside the ring, since a backup is also made while the service is stopped.
create table recording_key_backup (
  made_at   timestamp with time zone not null,
  ring_hash varchar(64)              not null,
  primary key (made_at, ring_hash)
);
