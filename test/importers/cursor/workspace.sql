-- The table of a workspace's database.
create table ItemTable (key text unique on conflict replace, value blob);
create table cursorDiskKV (key text unique on conflict replace, value blob);
insert into ItemTable values ('composer.composerData', '{"allComposers":[{"composerId":"00000001-1111-4111-8111-111111111111","name":"Sort the list","createdAt":1767322800000,"lastUpdatedAt":1767322800001},{"composerId":"00000008-1111-4111-8111-111111111111","createdAt":1767322800000},{"composerId":"00000007-1111-4111-8111-111111111111","lastUpdatedAt":1767322800002}],"selectedComposerIds":["00000001-1111-4111-8111-111111111111"]}');
insert into ItemTable values ('aiService.generations', '[{"unixMs":1767322801000,"generationUUID":"g","type":"composer","textDescription":"Sort the list"},{"unixMs":"x"}]');
insert into ItemTable values ('workbench.panel.aichat.view.aichat.chatdata', '{"tabs":[{"tabId":"00000006-1111-4111-8111-111111111111","chatTitle":"Oldest chat","lastSendTime":1766322800001,"bubbles":[{"type":"user","id":"u1","text":"Why?"},{"type":"ai","id":"a1","rawText":"Because.","modelType":"gpt-4"},{"type":"system"}]},{"tabId":"empty","bubbles":[]}]}');
insert into ItemTable values ('memento/x', '{}');
