-- Finds all calls of a number: a hold on it covers them all.
create index call_call_by_e164 on call_call (community, caller_e164);
create index call_call_by_raw on call_call (community, caller_raw);
