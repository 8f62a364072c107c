/** A piece of an SQL text, with its place in UTF-16 units. Space is none. */
export interface SqlToken {
  /** `quoted` is a name in double quotes, backticks or brackets. */
  kind: 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'symbol' | 'comment';
  /** As it stands there. */
  text: string;
  from: number;
  to: number;
  /** Of what is quoted: whether its end is there. */
  closed: boolean;
}

const forms: readonly (readonly [SqlToken['kind'], RegExp])[] = [
  ['comment', /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ['string', /x?'(?:[^']|'')*(?:'|$)/iy],
  ['quoted', /"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|\[[^\]]*(?:\]|$)/y],
  ['number', /0x[0-9a-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy],
  ['parameter', /[:@$][\w\u0080-\uffff]+|\?\d*/y],
  ['word', /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y],
  ['symbol', /->>|->|<=|>=|<>|!=|==|\|\||<<|>>|[\s\S]/y],
];

/** Splits an SQL text as SQLite does. Never throws: what is not closed goes to the end. */
export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  while (at < sql.length) {
    const space = /[\s\ufeff]+/y;
    space.lastIndex = at;
    at += space.exec(sql)?.[0].length ?? 0;
    for (const [kind, form] of at < sql.length ? forms : []) {
      form.lastIndex = at;
      const text = form.exec(sql)?.[0];
      if (text !== undefined && text !== '') {
        tokens.push({ kind, text, from: at, to: at + text.length, closed: isClosed(kind, text) });
        at += text.length;
        break;
      }
    }
  }
  return tokens;
}

function isClosed(kind: SqlToken['kind'], text: string): boolean {
  if (kind === 'comment') {
    return text.startsWith('--') || (text.length >= 4 && text.endsWith('*/'));
  }
  if (kind === 'string' || kind === 'quoted') {
    const start = text.search(/['"`[]/);
    const end = text[start] === '[' ? ']' : text[start];
    return text.length > start + 1 && text.at(-1) === end;
  }
  return true;
}

/** What a name or text says without its quotes; other pieces as they are. */
export function unquoted({ kind, text, closed }: Pick<SqlToken, 'kind' | 'text' | 'closed'>): string {
  if (kind !== 'quoted' && kind !== 'string') {
    return text;
  }
  const quote = text.search(/['"`[]/);
  const sign = text[quote] ?? '';
  const inner = text.slice(quote + 1, closed ? -1 : undefined);
  return sign === '[' ? inner : inner.replaceAll(sign + sign, sign);
}
