-- What somebody asked about their own personal data. number: as long as it is needed, so until the answer and any decision about erasing; then only masked is left.
create table retention_request (
  id           uuid                     not null primary key,
  community    uuid                     not null,
  number       varchar(32),
  masked       varchar(40)              not null,
  identity     varchar(1000)            not null,
  received_by  varchar(80)              not null,
  received_at  timestamp with time zone not null,
  due_at       timestamp with time zone not null,
  answered_at  timestamp with time zone,
  answered_by  varchar(80),
  answer       text,
  constraint retention_request_answered check ((answered_at is null) = (answered_by is null) and (answered_at is null) = (answer is null))
);
create index retention_request_newest on retention_request (community, received_at, id);
create index retention_request_due on retention_request (answered_at, due_at);

create table retention_request_event (
  request  uuid                     not null references retention_request,
  position integer                  not null,
  at       timestamp with time zone not null,
  actor    varchar(80)              not null,
  kind     varchar(20)              not null,
  detail   varchar(1000)            not null,
  primary key (request, position)
);
