import type { RowQuery } from '../importer.js';

/** The rows of a key's kind from a mark on: by their number, because an index by key would visit all of them. */
const since = (kind: string): string =>
  `rowid >= ?1 and +key >= '${kind}:' and +key < '${kind};' and value is not null`;

const json = (column: string): string => `case when json_valid(${column}) then ${column} else '{}' end`;

/**
 * `globalStorage/state.vscdb` of the editor (VS Code's `ItemTable`, and a table of the same form that Cursor added). A row is
 * replaced by a new one with a higher number whenever it is written. What a conversation consists of, and in which order,
 * is in the composer's row; the bubbles are rows of their own, or, in old versions, in the composer's.
 */
export const globalQueries: readonly RowQuery[] = [
  {
    from: 'composer',
    needs: { cursorDiskKV: ['key', 'value'] },
    sql: `select substr(key, 14) as id, case when json_valid(cast(value as text)) then json_remove(cast(value as text),
        '$.context', '$.codeBlockData', '$.originalFileStates', '$.newlyCreatedFiles', '$.conversationMap', '$.richText',
        '$.fullConversationHeadersOnly') else cast(value as text) end as value, rowid as mark
      from cursorDiskKV where ${since('composerData')} order by rowid`,
  },
  {
    from: 'bubble',
    needs: { cursorDiskKV: ['key', 'value'] },
    // A bubble may be written before the composer names it: the last ones of a composer are read again with it.
    sql: `with fresh as materialized (
        select rowid as mark, substr(key, 10, instr(substr(key, 10), ':') - 1) as composer,
          substr(key, 10 + instr(substr(key, 10), ':')) as bubble from cursorDiskKV where ${since('bubbleId')}),
      changed as materialized (
        select rowid as mark, substr(key, 14) as composer from cursorDiskKV where ${since('composerData')}),
      heads as materialized (
        select x.composer, h.key as nth, json_extract(h.value, '$.bubbleId') as bubble,
          json_array_length(${json('cast(c.value as text)')}, '$.fullConversationHeadersOnly') as count,
          json_extract(c.value, '$.workspaceIdentifier.uri.fsPath') as folder,
          json_extract(c.value, '$.subagentInfo.parentComposerId') as parent,
          json_extract(c.value, '$.modelConfig.modelName') as model
        from (select composer from fresh union select composer from changed) x
        join cursorDiskKV c on c.key = 'composerData:' || x.composer
        join json_each(${json('cast(c.value as text)')}, '$.fullConversationHeadersOnly') h
        where h.type = 'object'),
      wanted as materialized (
        select composer, bubble, max(mark) as mark from (
          select composer, bubble, mark from fresh
          union all select h.composer, h.bubble, c.mark from changed c
            join heads h on h.composer = c.composer and h.nth >= h.count - 30)
        group by composer, bubble order by 3, 1, 2 limit -1)
      select w.composer, w.bubble, cast(b.value as text) as value, h.nth, h.folder, h.parent, h.model, w.mark
      from wanted w cross join cursorDiskKV b on b.key = 'bubbleId:' || w.composer || ':' || w.bubble
      left join heads h on h.composer = w.composer and h.bubble = w.bubble
      where b.value is not null`,
  },
  {
    from: 'item',
    optional: true,
    needs: { ItemTable: ['key', 'value'] },
    sql: `select key, cast(value as text) as value, rowid as mark from ItemTable
      where rowid >= ? and +key = 'composer.composerHeaders' and value is not null order by rowid`,
  },
];

/** `workspaceStorage/<hash>/state.vscdb`: which composers are of this folder, what was typed, and the chats of the oldest versions. */
export const workspaceQueries: readonly RowQuery[] = [
  {
    from: 'item',
    needs: { ItemTable: ['key', 'value'] },
    sql: `select key, cast(value as text) as value, rowid as mark from ItemTable
      where rowid >= ? and value is not null and +key in
        ('composer.composerData', 'aiService.generations', 'workbench.panel.aichat.view.aichat.chatdata') order by rowid`,
  },
];

/**
 * `store.db` of the command line: blobs that are named by the hash of their content, messages as JSON and nodes that name
 * the blobs they consist of. What the root does not lead to was left. There is no mark: the store is small and read whole.
 */
export const chatQueries: readonly RowQuery[] = [
  {
    from: 'meta',
    needs: { meta: ['key', 'value'] },
    sql: `select key, cast(value as text) as value from meta where key = '0' and ?1 >= 0`,
  },
  {
    from: 'blob',
    needs: { meta: ['key', 'value'], blobs: ['id', 'data'] },
    sql: `with recursive
      root as (select case when json_valid(cast(unhex(value) as text))
        then json_extract(cast(unhex(value) as text), '$.latestRootBlobId') end as id from meta where key = '0' and ?1 >= 0),
      walk (id, data, place, depth) as (
        select b.id, b.data, '', 0 from root join blobs b on b.id = root.id
        union all
        select b.id, b.data, w.place || printf('%08d', instr(hex(w.data), upper(b.id))), w.depth + 1
        from walk w join blobs b on w.depth < 4 and substr(w.data, 1, 1) <> x'7b' and length(b.id) = 64
          and instr(hex(w.data), upper(b.id)) > 0)
      select id, cast(data as text) as value, row_number() over (order by min(place)) as place
      from walk where substr(data, 1, 1) = x'7b' group by id order by place`,
  },
];
