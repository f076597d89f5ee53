-- Every menu that a community published, in order. Rows are added and never changed: a roll-back adds the old document anew. Version 1 is the menu that
-- comes with the product and has no row.
create table flow_menu_version (
  community      uuid                     not null,
  version        integer                  not null,
  document       text                     not null,
  note           varchar(200)             not null,
  published_at   timestamp with time zone not null,
  published_by   varchar(80)              not null,
  rolled_back_to integer,
  primary key (community, version),
  constraint flow_menu_version_after_the_built_in check (version >= 2)
);

-- The menu that a community is working on. It may be broken; only publishing asks for a sound one. Revision: whoever saves names the one they saw.
create table flow_menu_draft (
  community  uuid                     not null primary key,
  document   text                     not null,
  revision   integer                  not null,
  based_on   integer                  not null,
  changed_at timestamp with time zone not null,
  changed_by varchar(80)              not null
);
