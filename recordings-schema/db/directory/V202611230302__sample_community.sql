insert into directory_community (id, name, name_en, zone)
values ('5a3b1c00-0000-4000-8000-000000012345', '示范社区', 'Sample Community', 'Asia/Shanghai');

insert into directory_number (number, community)
values ('12345', '5a3b1c00-0000-4000-8000-000000012345');

insert into directory_department (id, community, position, name, name_en)
values ('5a3b1c00-0000-4000-8000-0000000de001', '5a3b1c00-0000-4000-8000-000000012345', 1, '物业公司', 'Property company'),
       ('5a3b1c00-0000-4000-8000-0000000de002', '5a3b1c00-0000-4000-8000-000000012345', 2, '供电公司', 'Power company'),
       ('5a3b1c00-0000-4000-8000-0000000de003', '5a3b1c00-0000-4000-8000-000000012345', 3, '自来水公司', 'Water company'),
       ('5a3b1c00-0000-4000-8000-0000000de004', '5a3b1c00-0000-4000-8000-000000012345', 4, '环卫所', 'Sanitation'),
       ('5a3b1c00-0000-4000-8000-0000000de005', '5a3b1c00-0000-4000-8000-000000012345', 5, '居民委员会', 'Neighbourhood committee');

insert into directory_installation (id, default_community)
values (1, '5a3b1c00-0000-4000-8000-000000012345');
