import type { SqlQueryParameter } from '../../common/sqlQuery.js';

/** So many days back from now. In SQL: `at >= :now - :days * 86400000`. */
export const days: SqlQueryParameter = { name: 'days', label: 'Days', kind: 'number', value: 30 };

/** The beginning of a session's id, or of the agent's own. */
export const session: SqlQueryParameter = { name: 'session', label: 'Session', kind: 'text', value: '' };
