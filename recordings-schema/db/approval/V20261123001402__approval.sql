-- What one person proposed and another decides. Decided rows stay.
-- still_open: kind and subject while nobody has decided, null afterwards: the same thing is proposed once at a time.
create table approval_proposal (
  id           uuid                     not null primary key,
  kind         varchar(40)              not null,
  subject      varchar(120)             not null,
  community    uuid,
  proposer     varchar(80)              not null,
  reason       varchar(1000)            not null,
  facts        varchar(4000)            not null,
  proposed_at  timestamp with time zone not null,
  escalates_at timestamp with time zone not null,
  expires_at   timestamp with time zone not null,
  state        varchar(12)              not null,
  decided_at   timestamp with time zone,
  decider      varchar(80),
  note         varchar(1000)            not null,
  still_open   varchar(161),
  constraint approval_proposal_once_at_a_time unique (still_open),
  constraint approval_proposal_state check (state in ('OPEN', 'ESCALATED', 'APPROVED', 'REFUSED', 'WITHDRAWN', 'EXPIRED')),
  constraint approval_proposal_decided check ((state in ('OPEN', 'ESCALATED')) = (decided_at is null)),
  constraint approval_proposal_open check ((state in ('OPEN', 'ESCALATED')) = (still_open is not null)),
  constraint approval_proposal_two_people check (state <> 'APPROVED' or (decider is not null and decider <> proposer and decider like 'staff:%'))
);
create index approval_proposal_open_first on approval_proposal (state, proposed_at);
create index approval_proposal_latest on approval_proposal (decided_at, id);
create index approval_proposal_of_subject on approval_proposal (subject, proposed_at);
