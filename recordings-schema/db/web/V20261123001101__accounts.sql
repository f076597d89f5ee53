-- What lets a member of staff in. The person stands in the directory; nothing here says who they are.
create table web_credential (
  staff_id uuid primary key,
  -- Argon2id with its parameters and salt.
  password_hash varchar(255) not null,
  -- Set by an administrator or at the first start: good for one thing only, choosing another.
  one_time boolean not null,
  one_time_until timestamp with time zone,
  -- Counts up when every session of the person has to end.
  generation bigint not null,
  changed_at timestamp with time zone not null
);

create table web_token (
  id uuid primary key,
  staff_id uuid not null,
  name varchar(80) not null,
  -- SHA-256 in lower-case hex: the token has 256 random bits, so no salt and no slow hash is needed.
  token_hash varchar(64) not null unique,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone
);

create index web_token_staff on web_token (staff_id);
