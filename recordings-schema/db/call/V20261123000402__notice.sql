-- As long as the dialplan lets it be.
alter table call_call alter column notice set data type varchar(80);
