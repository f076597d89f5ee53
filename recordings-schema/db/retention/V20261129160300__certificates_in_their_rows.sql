-- A certificate is a line of some 1,200 characters: in its row, where H2 would keep a text apart and look it up by its number.
alter table retention_certificate alter column body set data type varchar(4000);
-- The constraint on (run, place) finds all of a run.
drop index retention_certificate_by_run;
