import type { ImportProblem } from '../../common/importReport.js';
import type { Database } from '../database.js';
import { isStored } from './lineage.js';

/** What the store holds, counted, for the doctor's report. */
export interface Inventory {
  /** Rows by table. */
  counts: Record<string, number>;
  /** By agent: source files, their bytes as last seen, sessions. */
  agents: ReadonlyMap<string, { files: number; bytes: number; sessions: number }>;
  /** Lines of types that no importer knows, the most frequent first. */
  unknownLines: { agent: string; name: string; count: number }[];
  /** The newest problems, newest first. */
  problems: ImportProblem[];
}

const counted = {
  sources: 'source',
  sessions: 'session',
  messages: 'message',
  toolCalls: 'tool_call',
  fileChanges: 'file_change',
  responses: 'usage where counted = 1',
  tickets: 'ticket',
  plans: 'plan',
  prompts: 'prompt',
  problems: 'problem',
} as const;

export function readInventory(db: Database, mostProblems: number): Inventory {
  const counts = Object.fromEntries(
    Object.entries(counted).map(([name, rows]) => [
      name,
      Number(db.prepare(`select count(*) from ${rows}`).get()?.[0]),
    ]),
  );
  const agents = new Map<string, { files: number; bytes: number; sessions: number }>();
  for (const [agent, files, bytes] of db
    .prepare('select agent, count(*), sum(size) from source where gone_at is null group by agent')
    .all()) {
    agents.set(String(agent), { files: Number(files), bytes: Number(bytes), sessions: 0 });
  }
  for (const [agent, sessions] of db
    .prepare(`select s.agent, count(*) from session s where ${isStored('s')} group by s.agent`)
    .all()) {
    const entry = agents.get(String(agent)) ?? { files: 0, bytes: 0, sessions: 0 };
    agents.set(String(agent), { ...entry, sessions: Number(sessions) });
  }
  const unknownLines = db
    .prepare(
      `select s.agent, u.name, sum(u.count) as total from unknown_line u join source s on s.id = u.source_id
       group by s.agent, u.name order by total desc, u.name limit 100`,
    )
    .all()
    .map(([agent, name, count]) => ({ agent: String(agent), name: String(name), count: Number(count) }));
  const problems = db
    .prepare('select file, line, message, at from problem order by at desc, id desc limit ?')
    .all(mostProblems)
    .map(([file, line, message, at]) => ({
      file: String(file),
      line: line === null ? null : Number(line),
      message: String(message),
      at: Number(at),
    }));
  return { counts, agents, unknownLines, problems };
}
