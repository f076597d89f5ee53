create table directory_community (
  id       uuid         not null primary key,
  name     varchar(100) not null,
  name_en  varchar(100) not null,
  zone     varchar(60)  not null
);

create table directory_number (
  number    varchar(32) not null primary key,
  community uuid        not null references directory_community
);
create index directory_number_by_community on directory_number (community);

create table directory_department (
  id        uuid         not null primary key,
  community uuid         not null references directory_community,
  position  integer      not null,
  name      varchar(100) not null,
  name_en   varchar(100) not null,
  unique (community, position)
);

-- One row: what holds for the installation as a whole. Whoever changes the staff locks it, so that two people cannot remove each other's
-- last administrator at the same moment.
create table directory_installation (
  id                integer not null primary key check (id = 1),
  default_community uuid    not null references directory_community
);

create table directory_staff (
  id      uuid         not null primary key,
  login   varchar(32)  not null unique,
  name    varchar(100) not null,
  enabled boolean      not null
);

create table directory_staff_role (
  staff uuid        not null references directory_staff,
  role  varchar(20) not null,
  primary key (staff, role)
);

create table directory_staff_community (
  staff     uuid not null references directory_staff,
  community uuid not null references directory_community,
  primary key (staff, community)
);
