-- The secret that signs a community's messages is kept encrypted, by a key that lies in no database; one from before is sealed at the next start of the service.
alter table messaging_duty_webhook add column sealed_secret varchar(400);
-- It lay in clear in the database, and still does in older backups of it, until a new one is made.
alter table messaging_duty_webhook add column once_clear boolean default false not null;
alter table messaging_duty_webhook alter column secret drop not null;
