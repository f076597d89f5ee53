-- A period in months for each category and priority of a version.
create table retention_policy_period (
  version  integer     not null references retention_policy,
  category varchar(30) not null,
  priority varchar(20) not null,
  months   integer     not null,
  primary key (version, category, priority),
  constraint retention_policy_period_bounds check (months in (12, 24))
);
insert into retention_policy_period (version, category, priority, months)
select p.version, c.name, 'NORMAL', case when c.name = 'COMPLAINT' then p.complaint else p.standard end
from retention_policy p
cross join (values ('GOVERNMENT_SERVICE'), ('DAILY_LIFE'), ('PUBLIC_AFFAIRS'), ('EMERGENCY'), ('SPECIAL_CARE'), ('COMPLAINT'), ('UNSORTED')) as c(name);
insert into retention_policy_period (version, category, priority, months)
select p.version, c.name, 'URGENT', case when c.name = 'COMPLAINT' then greatest(p.complaint, p.urgent) else p.urgent end
from retention_policy p
cross join (values ('GOVERNMENT_SERVICE'), ('DAILY_LIFE'), ('PUBLIC_AFFAIRS'), ('EMERGENCY'), ('SPECIAL_CARE'), ('COMPLAINT'), ('UNSORTED')) as c(name);
alter table retention_policy drop constraint retention_policy_bounds;
alter table retention_policy drop column standard;
alter table retention_policy drop column urgent;
alter table retention_policy drop column complaint;
