-- What a community says in its own voice, each version of it, in order. Rows are added and never changed: going back adds the old version anew. Version 1 is
-- the prompt that comes with the product and has no row; a row without a sound says that prompt again.
create table flow_prompt_version (
  community    uuid                     not null,
  language     varchar(2)               not null,
  prompt       varchar(41)              not null,
  version      integer                  not null,
  source       varchar(10)              not null,
  said         varchar(1000)            not null,
  sound        varchar(32),
  milliseconds integer                  not null,
  note         varchar(200)             not null,
  made_at      timestamp with time zone not null,
  made_by      varchar(80)              not null,
  back_to      integer,
  primary key (community, language, prompt, version),
  constraint flow_prompt_version_after_the_built_in check (version >= 2)
);

-- The sounds themselves, named by what they hold and cut into parts, since one of the databases takes no longer values than a megabyte.
create table flow_prompt_sound (
  sound varchar(32) not null,
  rate  integer     not null,
  part  integer     not null,
  bytes bytea       not null,
  primary key (sound, rate, part)
);
