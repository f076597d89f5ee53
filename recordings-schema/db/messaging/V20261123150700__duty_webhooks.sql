-- Where a community's night duty is told of an urgent call that came while nobody attended.

-- The secret signs the messages, so it is kept as it is; a backup of the database is as confidential as the desk.
create table messaging_duty_webhook (
  community uuid                     primary key,
  address   varchar(400)             not null,
  secret    varchar(100)             not null,
  set_at    timestamp with time zone not null
);

-- next_at: when it is tried next; null once it was taken, given up or is no longer wanted. The body names the ticket and no person.
create table messaging_duty_message (
  id           uuid                     primary key,
  community    uuid                     not null,
  ticket       varchar(20)              not null unique,
  body         varchar(1000)            not null,
  created_at   timestamp with time zone not null,
  attempts     integer                  not null,
  next_at      timestamp with time zone,
  tried_at     timestamp with time zone,
  delivered_at timestamp with time zone,
  problem      varchar(60)
);

create index messaging_duty_message_due on messaging_duty_message (next_at);
create index messaging_duty_message_of on messaging_duty_message (community, created_at);
