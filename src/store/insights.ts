import type { AgentLabels } from '../common/agentLabels.js';
import type { SessionInsights } from '../common/insights.js';
import type { SessionId } from '../common/protocol.js';
import type { PromptFacts, SessionFacts } from '../common/sessionFacts.js';
import { splitId } from '../common/sessionId.js';
import type { TriedSession } from '../common/tagRules.js';
import { codeOf, categories, kinds, promptCodes, roles } from './codes.js';
import type { Database, SqlValue } from './database.js';
import { tagOrigin } from './marks.js';
import { hasStoredParent, isStored } from './read/lineage.js';
import { shownTitle } from './read/marks.js';
import { createTexts } from './read/texts.js';

/** Sessions as conclusions are drawn from them, and the conclusions. Sessions go by their row numbers. */
export interface InsightStore {
  /**
   * Of the next sessions after one, those whose rows are others than their conclusions were made of, under `stamp`; with the
   * last that was looked at, or null at the end.
   */
  stale(
    after: number,
    stamp: string,
  ): { sessions: { session: number; madeOf: string }[]; last: number | null };
  /** What a session's conclusions would be made of now; null: it is not stored. */
  madeOf(session: number, stamp: string): string | null;
  numberOf(id: SessionId): number | null;
  idOf(session: number): SessionId;
  /** As a list shows it. */
  brief(session: number): TriedSession;
  /** The tags that it has or was denied, in small letters, and those that rules gave. */
  tagsOf(session: number): { given: ReadonlySet<string>; byRule: string[] };
  /** Every session's number, newest first. */
  newest(): number[];
  facts(session: number): Omit<SessionFacts, 'prompts'>;
  /** What the user asked for. Yields after some milliseconds of work. */
  prompts(session: number): Generator<undefined, PromptFacts[]>;
  /** True when they are others than before. */
  write(session: number, madeOf: string, insights: SessionInsights): boolean;
  /** To be called after rows were deleted: their numbers are then given anew. */
  clear(): void;
}

const sessionsPerLook = 300;
const messagesPerLook = 1000;
/** Bytes of a prompt that are read. */
const promptBytes = 40_000;
const mostFiles = 5000;
const edit = codeOf(categories, 'edit');
const plan = codeOf(categories, 'plan');
const user = codeOf(roles, 'user');
const assistant = codeOf(roles, 'assistant');
const command = codeOf(kinds, 'command');
const interrupt = codeOf(kinds, 'interrupt');
const asked: ReadonlySet<SqlValue> = new Set([...promptCodes, command]);

/** Cheap to tell, and another one whenever rows came: how far the files are read, the last event, tickets. */
const rowsStamp = `ifnull(s.ended_at, '') || ' ' || ifnull(src.offset, '') || ' ' || ifnull(src.generation, '') || ' '
  || s.headless || ' ' || ifnull(s.parent, '') || ' ' || (
    select count(*) || ' ' || total(distinct u.ticket) || ' ' || total(distinct u.branch)
    from usage_rollup u where u.session_id = s.id)`;

export function createInsightStore(db: Database, labels: AgentLabels): InsightStore {
  const texts = createTexts(db);
  const names = (sql: string, session: number) =>
    db
      .prepare(sql)
      .all(session)
      .map(([text]) => text as string);

  const idOf = (session: number) =>
    String(
      db.prepare(`select agent || ':' || agent_session_id from session where id = ?`).get(session)?.[0] ?? '',
    );

  return {
    stale(after, stamp) {
      const rows = db
        .prepare(
          `select s.id, i.made_of, ${rowsStamp} from session s left join source src on src.id = s.source_id
           left join session_insight i on i.session_id = s.id
           where s.id > ? and ${isStored('s')} order by s.id limit ${sessionsPerLook}`,
        )
        .all(after);
      return {
        sessions: rows.flatMap(([session, before, rowsNow]) => {
          const now = `${stamp} ${String(rowsNow)}`;
          return now === before ? [] : [{ session: session as number, madeOf: now }];
        }),
        last: rows.length < sessionsPerLook ? null : (rows.at(-1)?.[0] as number),
      };
    },
    madeOf(session, stamp) {
      const row = db
        .prepare(
          `select ${rowsStamp} from session s left join source src on src.id = s.source_id
           where s.id = ? and ${isStored('s')}`,
        )
        .get(session);
      return row === undefined ? null : `${stamp} ${String(row[0])}`;
    },
    numberOf: (id) =>
      (db
        .prepare('select id from session where agent = ? and agent_session_id = ?')
        .get(...splitId(id))?.[0] ?? null) as number | null,
    idOf,
    brief(session) {
      const [title, endedAt] =
        db.prepare(`select ${shownTitle}, s.ended_at from session s where s.id = ?`).get(session) ?? [];
      return { id: idOf(session), title: (title ?? '') as string, endedAt: endedAt as number | null };
    },
    tagsOf(session) {
      const rows = db
        .prepare(
          'select n.text, t.origin from session_tag t join name n on n.id = t.tag where t.session_id = ?',
        )
        .all(session);
      return {
        given: new Set(rows.map(([tag]) => (tag as string).toLowerCase())),
        byRule: rows.filter(([, origin]) => origin === tagOrigin.rule).map(([tag]) => tag as string),
      };
    },
    newest: () =>
      db
        .prepare(
          `select s.id from session s where ${isStored('s')} and not ${hasStoredParent} order by s.ended_at desc, s.id desc`,
        )
        .all()
        .map(([id]) => id as number),
    facts(session) {
      const [agent, cwd, repository, headless, child] =
        db
          .prepare(
            `select s.agent, cwd.text, r.text, s.headless, ${hasStoredParent} from session s
             left join name cwd on cwd.id = s.cwd left join place p on p.cwd = s.cwd
             left join name r on r.id = p.repository where s.id = ?`,
          )
          .get(session) ?? [];
      const byResponses = (column: 'ticket' | 'branch') =>
        names(
          `select n.text from usage_rollup u join name n on n.id = u.${column} where u.session_id = ?
           group by 1 order by sum(u.responses + u.unknown_responses) desc, 1`,
          session,
        );
      return {
        agent: String(agent),
        agentLabel: labels[String(agent)] ?? String(agent),
        project: (repository ?? cwd ?? null) as string | null,
        cwd: (cwd ?? null) as string | null,
        tickets: byResponses('ticket'),
        branches: byResponses('branch'),
        headless: headless === 1,
        child: child === 1,
        planned: isPlanned(db, session),
        tools: names(
          'select distinct n.text from tool_call t join name n on n.id = t.name where t.session_id = ? order by 1',
          session,
        ),
        files: names(
          `select distinct n.text from file_change f join name n on n.id in (f.path, f.new_path)
           where f.session_id = ? order by 1 limit ${mostFiles}`,
          session,
        ),
      };
    },
    *prompts(session) {
      const rows: SqlValue[][] = [];
      let [source, offset, part]: SqlValue[] = [0, -1, -1];
      for (let page = messagesPerLook; page === messagesPerLook;) {
        const found = db
          .prepare(
            `select m.id, m.role, m.kind, m.withheld, m.block_id, m.start, m.bytes, t.is_error, t.ended_at,
               exists (select 1 from attachment a where a.message_id = m.id),
               m.copied or m.generation < src.generation, m.source_id, m.offset, m.part
             from message m join source src on src.id = m.source_id left join tool_call t on t.id = m.tool_call_id
             where m.session_id = ? and m.thread_id is null and (m.source_id, m.offset, m.part) > (?, ?, ?)
             order by m.source_id, m.offset, m.part limit ${messagesPerLook}`,
          )
          .all(...[session, source!, offset!, part!]);
        [source, offset, part] = found.at(-1)?.slice(11) ?? [];
        page = found.length;
        rows.push(...found.filter((row) => row[10] !== 1));
        yield;
      }
      // Numbers of messages are in the order of time, also over several files.
      rows.sort((a, b) => (a[0] as number) - (b[0] as number));
      const prompts: PromptFacts[] = [];
      let interrupts = false;
      for (const [id, role, kind, withheld, block, start, bytes, isError, , hasAttachment] of rows) {
        const last = prompts.at(-1);
        if (role === user && asked.has(kind!)) {
          const place = { block: block as number | null, start: start as number, bytes: bytes as number };
          prompts.push({
            message: id as number,
            text: withheld === 1 ? null : texts.text(place, promptBytes),
            isCommand: kind === command,
            hasAttachment: hasAttachment === 1,
            interrupts: interrupts && last !== undefined,
            ...{ answers: 0, errors: 0, endsInError: false },
          });
          interrupts = false;
          yield;
        } else if (kind === interrupt) {
          interrupts = true;
        } else if (role === assistant && last) {
          last.answers++;
          if (isError !== null && isError !== undefined) {
            last.errors += isError as number;
            last.endsInError = isError === 1;
          }
        }
      }
      return prompts;
    },
    write(session, madeOf, insights) {
      const text = JSON.stringify(insights);
      const before = db
        .prepare('select insights from session_insight where session_id = ?')
        .get(session)?.[0];
      db.prepare(
        'insert or replace into session_insight (session_id, made_of, category, insights) values (?, ?, ?, ?)',
      ).run(session, madeOf, insights.category, text);
      return text !== before;
    },
    clear: () => texts.clear(),
  };
}

/** There is a plan of the session, or a tool that presents one was called, and no file was changed before. */
function isPlanned(db: Database, session: number): boolean {
  const [firstEdit] =
    db
      .prepare('select min(started_at) from tool_call where session_id = ? and category = ?')
      .get(session, edit) ?? [];
  const before = (at: SqlValue | undefined) =>
    typeof firstEdit !== 'number' || typeof at !== 'number' || at <= firstEdit;
  const plans = db.prepare('select at from plan where session_id = ?').all(session);
  const calls = db
    .prepare(
      `select n.text, min(t.started_at) from tool_call t join name n on n.id = t.name
       where t.session_id = ? and t.category = ? group by 1`,
    )
    .all(session, plan);
  return (
    plans.some(([at]) => before(at)) ||
    calls.some(([name, at]) => /plan_?mode|^plan$|present_?plan/i.test(String(name)) && before(at))
  );
}
