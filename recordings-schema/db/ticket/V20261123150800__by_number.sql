-- A caller's number finds its matters however the network wrote it.
create index ticket_ticket_by_number on ticket_ticket (community, caller_e164, number);
