import type { SqlQuery } from '../../common/sqlQuery.js';
import { sessionQueries } from './sessions.js';
import { toolQueries } from './tools.js';
import { usageQueries } from './usage.js';
import { workQueries } from './work.js';

/** The queries of the console and of `logbook sql --name`, by theme. To add one: an entry in the file of its theme. */
export const queryThemes: readonly { title: string; queries: readonly SqlQuery[] }[] = [
  { title: 'Sessions and sub-agents', queries: sessionQueries },
  { title: 'Tokens and cost', queries: usageQueries },
  { title: 'Tools and calls', queries: toolQueries },
  { title: 'Files, branches and texts', queries: workQueries },
];

export const sqlQueries: readonly SqlQuery[] = queryThemes.flatMap(({ queries }) => queries);
