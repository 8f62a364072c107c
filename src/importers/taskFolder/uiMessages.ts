import type { SessionEvent } from '../../common/model.js';
import { isObject, str, time, typeName, type Json } from '../fields.js';
import type { ParsedRecord, SourceFile } from '../importer.js';
import { tellResults } from './calls.js';
import { contextOf, folderIn } from './context.js';
import { taskOf } from './places.js';
import type { Entry, Flavor, Reading } from './reading.js';
import { reads, waitingAsks } from './says.js';
import { infoOf, request } from './usage.js';

/**
 * `ui_messages.json`: what was shown of a task, a list that is written anew with every entry. It has the times, the prompts as
 * they were typed and what each request has used; the files beside it complete it. Entries that are still being written
 * (`partial`) are left for the next reading.
 */
export function uiMessages(record: unknown, file: SourceFile, flavor: Flavor): ParsedRecord {
  const problems: string[] = [];
  if (!Array.isArray(record)) {
    return { events: [], problems: [`the file is ${typeName(record)}, not a list of messages`] };
  }
  const shown = record.filter(isObject);
  if (shown.length < record.length) {
    problems.push('an entry is not an object; it is left out');
  }
  const reading: Reading = {
    flavor,
    session: taskOf(file.path),
    context: contextOf(file, problems),
    events: [],
    problems,
    calls: [],
    names: new Map(),
    titled: false,
    model: null,
    provider: null,
    response: null,
    costUsd: null,
  };
  reading.context.cwd ??= cwdShown(shown);
  const entries = withFinished(shown);
  const requests = entries.flatMap(({ say }, index) => (say === 'api_req_started' ? [index] : []));
  let passed = 0;
  entries.forEach((fields, index) => {
    passed += requests[passed] === index ? 1 : 0;
    if (fields.partial !== true) {
      const nextRequest = entries[requests[passed] ?? -1];
      const nextAt = nextRequest === undefined ? null : (time(nextRequest.ts) ?? Infinity);
      read(entryOf(fields, entries[index + 1], reading), nextAt, reading);
    }
  });
  tellResults(reading);
  reading.events.push(...facts(file, shown.at(-1), reading));
  return problems.length === 0 ? { events: reading.events } : { events: reading.events, problems };
}

/** `nextAt`: when the next request was made; null: there is none yet. */
function read(entry: Entry, nextAt: number | null, reading: Reading): void {
  if (entry.name === 'api_req_started') {
    const info = infoOf(entry.text);
    if (info === null) {
      reading.problems.push('text of api_req_started is not JSON: its tokens are not counted');
      return;
    }
    request(info, entry, nextAt, reading);
    return;
  }
  const known = reads.get(entry.kind) ?? reads.get(entry.name);
  if (known === undefined) {
    reading.events.push({ type: 'unknown', name: entry.kind });
    return;
  }
  known(entry, reading);
}

function entryOf(fields: Json, next: Json | undefined, reading: Reading): Entry {
  const type = str(fields.type) ?? '';
  const name = (type === 'ask' ? str(fields.ask) : str(fields.say)) ?? 'entry without type';
  const at = time(fields.ts);
  if (at === null) {
    reading.problems.push('ts is not a time in milliseconds');
  }
  const plain = `${at ?? 0}-${type}-${name}`.slice(0, 120);
  const same = reading.names.get(plain) ?? 0;
  reading.names.set(plain, same + 1);
  return {
    kind: `${type}/${name}`.slice(0, 80),
    name,
    fields,
    text: str(fields.text) ?? '',
    at,
    uid: same === 0 ? plain : `${plain}-${same}`,
    isLast: next === undefined,
    next: next ?? {},
  };
}

/** The oldest versions told what a request has used in an entry of its own, `api_req_finished`. */
function withFinished(shown: readonly Json[]): readonly Json[] {
  if (!shown.some(({ say }) => say === 'api_req_finished')) {
    return shown;
  }
  const merged = [...shown];
  const open: number[] = [];
  shown.forEach((fields, index) => {
    if (fields.say === 'api_req_started') {
      open.push(index);
    } else if (fields.say === 'api_req_finished') {
      const started = open.pop();
      const of = started === undefined ? undefined : shown[started];
      if (started !== undefined && of !== undefined) {
        const info = { ...infoOf(str(of.text) ?? ''), ...infoOf(str(fields.text) ?? '') };
        merged[started] = { ...of, text: JSON.stringify(info) };
      }
    }
  });
  return merged;
}

/** Older versions kept the prompt of each request, which names the folder. */
function cwdShown(shown: readonly Json[]): string | null {
  for (const fields of shown) {
    const prompt =
      fields.say === 'api_req_started' ? str(infoOf(str(fields.text) ?? '')?.request) : undefined;
    const path = prompt === undefined ? undefined : folderIn(prompt);
    if (path !== undefined) {
      return path;
    }
  }
  return null;
}

/** What the whole document tells of its session. */
function facts(file: SourceFile, last: Json | undefined, reading: Reading): SessionEvent[] {
  const { context, session, costUsd } = reading;
  const at = time(last?.ts);
  const isTerminal = /\bcli\b/i.test(context.host ?? '');
  const isEditor = context.host !== null || file.root.includes('globalStorage');
  const event: SessionEvent = {
    type: 'session',
    session,
    ...(at === null ? {} : { at }),
    waiting:
      last?.type === 'ask' &&
      last.partial !== true &&
      last.isAnswered !== true &&
      waitingAsks.has(str(last.ask) ?? ''),
    ...(isTerminal ? { client: 'cli' } : isEditor ? { client: 'ide' } : {}),
    ...(context.version === null ? {} : { agentVersion: context.version }),
    ...(context.parent === null || context.parent === session ? {} : { parent: context.parent }),
    ...(context.parent === null || context.mode === null ? {} : { agentType: context.mode }),
    ...(costUsd === null ? {} : { agentCostUsd: Math.round(costUsd * 1e9) / 1e9 }),
  };
  // The folder holds from the start, which a fact without a time does too.
  return context.cwd === null ? [event] : [event, { type: 'session', session, cwd: context.cwd }];
}
