-- What was made for a prompt and is not said yet: it is heard by whoever made it, then taken or thrown away. One for each prompt; a new one takes its place.
create table flow_prompt_draft (
  community    uuid                     not null,
  language     varchar(2)               not null,
  prompt       varchar(41)              not null,
  source       varchar(10)              not null,
  said         varchar(1000)            not null,
  sound        varchar(32)              not null,
  milliseconds integer                  not null,
  note         varchar(200)             not null,
  made_at      timestamp with time zone not null,
  made_by      varchar(80)              not null,
  primary key (community, language, prompt)
);
