import { unquoted, type SqlToken } from '../../common/sqlTokens.js';

/** So many places are tried: each costs a compilation of the text before it. */
const mostTries = 200;

/**
 * Where in an SQL text an error of SQLite's is, which tells a name and no place; null: it cannot be told. `compile` answers the
 * error of a text.
 */
export function placeOf(
  sql: string,
  tokens: readonly SqlToken[],
  message: string,
  compile: (sql: string) => string | null,
): { from: number; to: number } | null {
  const near = /^near "([\s\S]*)": syntax error$/.exec(message)?.[1];
  if (near !== undefined) {
    // The text up to the right one fails in the same way; up to an earlier one of the same letters it is merely incomplete.
    const same = tokens.filter(({ text }) => text === near).slice(0, mostTries);
    return same.find(({ to }) => compile(sql.slice(0, to)) === message) ?? same.at(-1) ?? null;
  }
  if (message === 'incomplete input') {
    return { from: sql.trimEnd().length, to: sql.trimEnd().length };
  }
  const name =
    /^(?:no such (?:column|table|function|window|collation sequence)|ambiguous column name): (.+)$/.exec(
      message,
    )?.[1];
  if (name !== undefined) {
    return ofName(tokens, name);
  }
  const called = /^wrong number of arguments to function (.+)\(\)$/.exec(message)?.[1];
  return called === undefined ? null : ofName(tokens, called);
}

/** The first place of a name, which may have dots. */
function ofName(tokens: readonly SqlToken[], name: string): { from: number; to: number } | null {
  const says = (token: SqlToken | undefined) => (token ? unquoted(token).toLowerCase() : '');
  for (const [index, token] of tokens.entries()) {
    let said = says(token);
    let last = index;
    while (tokens[last + 1]?.text === '.' && tokens[last + 2] !== undefined) {
      last += 2;
      said += `.${says(tokens[last])}`;
    }
    if (token.kind !== 'string' && said === name.toLowerCase()) {
      return { from: token.from, to: tokens[last]?.to ?? token.to };
    }
  }
  return null;
}
