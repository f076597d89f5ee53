-- How far the walk through the store has come, and what it found damaged. One row in the first.
create table recording_walk (
  id          integer not null primary key,
  after_id    uuid,
  lap         integer not null,
  examined    bigint not null,
  began_at    timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint recording_walk_once check (id = 1)
);
create table recording_damage (
  recording uuid not null primary key,
  what      varchar(300) not null,
  found_at  timestamp with time zone not null
);
