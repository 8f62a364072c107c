import type { UsageScope } from '../../common/protocol.js';
import { createBodies } from '../blocks.js';
import { codeOf, kinds } from '../codes.js';
import type { Calls } from './calls.js';
import { listOf, type ReadContext } from './context.js';
import { sessionsInScope } from './filter.js';
import { groupResponses } from './responses.js';
import { asksResponses, responseConditions } from './scope.js';

export interface ReadCommand {
  name: string;
  at: number | null;
  session: string;
}

/** Texts are unpacked for each of them. */
const mostCommands = 2000;
const mostBytes = 200;
const skillTools: ReadonlySet<string> = new Set(['skill', 'activate_skill']);

/** Slash commands of the user and skills of agents in a scope. Of its branch, ticket and so on a command knows only its session. */
export function readCommands(context: ReadContext, calls: Calls, scope: UsageScope): ReadCommand[] {
  return [...readOwn(context, scope), ...readSkills(context, calls, scope)];
}

function readOwn(context: ReadContext, scope: UsageScope): ReadCommand[] {
  const { db } = context;
  const { since = 0, until = Number.MAX_SAFE_INTEGER } = scope;
  let sessions = sessionsInScope(context, scope.filter);
  if (asksResponses(scope)) {
    const conditions = responseConditions(context, scope, sessions);
    const groups = groupResponses(context, [], conditions, scope);
    sessions = new Set(groups.flatMap((group) => group.sessions));
  }
  const bodies = createBodies(db);
  const found: ReadCommand[] = [];
  // The kind stands in the text, so that the index over such messages serves.
  db.prepare(
    `select m.at, s.agent || ':' || s.agent_session_id, m.block_id, m.start, m.bytes from message m indexed by message_command cross join session s on s.id = m.session_id
     where m.kind = ${codeOf(kinds, 'command')} and m.copied = 0 and m.withheld = 0 and m.at >= ? and m.at < ?
       and ${sessions ? 'm.session_id in (select value from json_each(?))' : 'true'}
     order by m.id desc limit ?`,
  ).each(
    [since, until, ...(sessions ? [listOf(sessions)] : []), mostCommands],
    ([at, session, block, start, bytes]) => {
      const text =
        block === null
          ? ''
          : bodies.text(block as number, start as number, Math.min(mostBytes, bytes as number));
      const name = /^\/[^ \n]*/.exec(text)?.[0];
      if (name !== undefined) {
        found.push({ name, at: at as number | null, session: session as string });
      }
    },
  );
  return found;
}

/** What a skill's call names. */
function skillIn(input: unknown): string | null {
  const { skill, name, command } = (typeof input === 'object' ? (input ?? {}) : {}) as Record<
    string,
    unknown
  >;
  const told = [skill, name, command].find((value) => typeof value === 'string');
  return typeof told === 'string' ? told : null;
}

function readSkills({ db }: ReadContext, calls: Calls, scope: UsageScope): ReadCommand[] {
  const input = db.prepare(
    'select c.input from v_tool_call c where c.session_id = ? and c.call_id = ? and json_valid(c.input)',
  );
  const found: ReadCommand[] = [];
  const asked: { session: string; call: string; at: number | null }[] = [];
  calls.calls(scope, (call) => {
    if (call.tool !== null && skillTools.has(call.tool.toLowerCase()) && asked.length < mostCommands) {
      asked.push({ session: call.sessionId(), call: call.callId(), at: call.at });
    }
  });
  for (const { session, call, at } of asked) {
    const text = input.get(session, call)?.[0];
    const told = typeof text === 'string' ? skillIn(JSON.parse(text)) : null;
    if (told !== null) {
      found.push({ name: `skill: ${told}`, at, session });
    }
  }
  return found;
}
