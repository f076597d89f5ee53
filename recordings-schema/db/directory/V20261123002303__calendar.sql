-- What a community has set by hand; what is not here is as the product brings it.

-- kind: a weekday, HOLIDAY or MAKE_UP. All nine rows of a community, or none.
create table directory_hours (
  community uuid         not null references directory_community,
  kind      varchar(10)  not null,
  hours     varchar(100) not null,
  working   boolean      not null,
  primary key (community, kind)
);

-- A year's list of holidays and make-up workdays, in the form of holiday-cn: {"year":2026,"papers":[...],"days":[...]}
create table directory_holiday_list (
  community uuid    not null references directory_community,
  list_year integer not null,
  document  text    not null,
  primary key (community, list_year)
);

create table directory_special_day (
  community uuid         not null references directory_community,
  on_date   date         not null,
  name      varchar(50)  not null,
  hours     varchar(100) not null,
  working   boolean      not null,
  primary key (community, on_date)
);

-- Whom residents dial in the night when a life is in danger here, beside 110, 119 and 120.
alter table directory_community add column night_number varchar(20) default '' not null;
