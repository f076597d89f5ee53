-- The version of the menu that the call began with, and kept.
alter table call_call add column menu varchar(40) default '' not null;
