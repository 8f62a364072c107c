create table threads (id text primary key, updated_at integer not null, title text not null,
  first_user_message text not null default '', name text);
insert into threads values ('019b0000-0000-7000-8000-000000000001', 1767312000, 'Fix the importer', 'Fix the importer', null);
insert into threads values ('019b0000-0000-7000-8000-000000000002', 1767312060, 'Tests for the importer', 'Please write tests', null);
insert into threads values ('019b0000-0000-7000-8000-000000000003', 1767312120, 'Please count the files', 'Please count the files', 'Counting');
insert into threads values ('019b0000-0000-7000-8000-000000000004', 1767312180, '', '', null);
