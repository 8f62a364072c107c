import type { SessionEvent } from '../../common/model.js';
import { TitleRank } from '../../common/model.js';
import { optional } from '../copilot/usage.js';
import { folder, ident, isObject, list, object, str, time, typeName, word, type Json } from '../fields.js';
import type { ParsedRecord, SourceFile } from '../importer.js';
import { titleOf } from '../titles.js';
import type { Reading } from './messages.js';
import { idOfPath, workspaceOf } from './places.js';
import { request } from './request.js';
import { turnsOf } from './turns.js';
import { folderOfWorkspace } from '../uris.js';

/**
 * A session of the chat, version 3 (VS Code 1.99 to 1.119, `chatModel.ts`): what was asked, in `requests`, each with what
 * was answered and done.
 */
export function session(whole: unknown, file: SourceFile, problems: string[]): ParsedRecord {
  if (!isObject(whole)) {
    return { events: [], problems: [...problems, `the session is ${typeName(whole)}, not an object`] };
  }
  const requests = list(whole.requests).filter(isObject);
  if (whole.requests !== undefined && !Array.isArray(whole.requests)) {
    problems.push(`requests is ${typeName(whole.requests)}, not a list`);
  }
  // The editor writes a file for a chat in which nothing was asked yet.
  if (requests.length === 0) {
    return problems.length === 0 ? { events: [] } : { events: [], problems };
  }
  const reading: Reading = {
    session: ident(whole.sessionId) ?? idOfPath(file.path),
    cwd:
      folder(folderOfWorkspace(file.companions?.get(`${workspaceOf(file.path) ?? ''}workspace.json`))) ??
      null,
    branch: word(object(whole.repoData).localBranch) ?? null,
    turns: turnsOf(),
    events: [],
    problems,
  };
  reading.events.push(factsOf(whole, requests, reading));
  for (const one of requests) {
    request(one, reading);
  }
  const { events } = reading;
  return problems.length === 0 ? { events } : { events, problems };
}

function factsOf(
  whole: Json,
  requests: readonly Json[],
  { session: id, cwd, branch }: Reading,
): SessionEvent {
  const first = requests[0];
  const last = requests.at(-1);
  const at = time(whole.creationDate) ?? time(first?.timestamp);
  const custom = titleOf(str(whole.customTitle) ?? '');
  const prompt = titleOf(str(object(first?.message).text) ?? str(first?.message) ?? '');
  const title =
    custom !== ''
      ? { text: custom, rank: TitleRank.generated }
      : prompt !== ''
        ? { text: prompt, rank: TitleRank.prompt }
        : undefined;
  return {
    type: 'session',
    session: id,
    ...optional('at', at ?? undefined),
    client: 'ide',
    ...optional('cwd', cwd ?? undefined),
    ...optional('branch', branch ?? undefined),
    ...optional('title', title),
    ...optional('agentVersion', word(object(last?.agent).extensionVersion)),
    // 4: the answer stands still until the user has confirmed or chosen something.
    waiting: object(last?.modelState).value === 4,
  };
}
