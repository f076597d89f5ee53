-- A message was marked, but the recording shows that nothing was said in it.
alter table call_call add column silent boolean default false not null;
