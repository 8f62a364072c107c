import { TitleRank } from '../../common/model.js';
import { folder, time, word } from '../fields.js';
import type { ParsedRecord, SourceFile } from '../importer.js';
import { titleOf } from '../titles.js';
import { optional } from './usage.js';

/**
 * `workspace.yaml` of a session (1.0.102): one `key: value` a line. Its name is a person's when `user_named` says so.
 */
export function workspace(text: unknown, session: string): ParsedRecord {
  const of = valuesOf(typeof text === 'string' ? text : '');
  const [name, summary] = [titleOf(of.get('name') ?? ''), titleOf(of.get('summary') ?? '')];
  const at = time(of.get('created_at'));
  const title =
    name !== ''
      ? { text: name, rank: of.get('user_named') === 'true' ? TitleRank.custom : TitleRank.generated }
      : summary !== ''
        ? { text: summary, rank: TitleRank.summary }
        : undefined;
  const branch = word(of.get('branch'));
  return {
    events: [
      {
        type: 'session',
        session,
        ...optional('at', at ?? undefined),
        ...optional('cwd', folder(of.get('cwd'))),
        ...(branch === undefined || branch === 'HEAD' ? {} : { branch }),
        ...optional('title', title),
      },
    ],
  };
}

/** `plan.md`: what the agent plans to do in this session. */
export function plan(text: unknown, session: string, { root, path, modifiedAt }: SourceFile): ParsedRecord {
  const separator = root.includes('\\') ? '\\' : '/';
  return {
    events: [
      {
        type: 'plan',
        session,
        name: session,
        at: modifiedAt,
        text: typeof text === 'string' ? text : '',
        path: root + separator + path.replaceAll('/', separator),
      },
    ],
  };
}

function valuesOf(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.slice(0, 64 * 1024).split('\n')) {
    const [, key, value] = /^([a-z_]+):[ \t]+(.*?)\s*$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined && value !== '' && value !== 'null') {
      values.set(key, unquoted(value));
    }
  }
  return values;
}

/** Single quotes are doubled inside single ones; double ones are written as in JSON. */
function unquoted(value: string): string {
  if (value.length > 1 && value.startsWith("'") && value.endsWith("'")) {
    return value.slice(1, -1).replaceAll("''", "'");
  }
  if (value.length > 1 && value.startsWith('"') && value.endsWith('"')) {
    try {
      return String(JSON.parse(value));
    } catch {
      // An escape that JSON does not have: the words are readable all the same.
      return value.slice(1, -1);
    }
  }
  return value;
}
