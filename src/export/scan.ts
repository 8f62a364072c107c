import type { Finding, OwnPattern } from '../common/export.js';
import { oneLine } from '../common/plainText.js';
import type { SessionId } from '../common/protocol.js';
import type { Found, Redactor } from '../redact/redactor.js';
import { textsOf } from '../redact/texts.js';
import { ownSearch } from './ownPatterns.js';

/** Collects what is found while the texts of an export pass by. */
export interface Scan {
  /** Looks at a value that belongs to a session. */
  look(value: unknown, session: { id: SessionId; title: string }): void;
  /** What was found, most often found first. */
  findings(): Finding[];
}

interface Places {
  found: Found['secret'];
  count: number;
  sessions: Set<SessionId>;
  session: { id: SessionId; title: string };
  before: string;
  after: string;
}

const contextLength = 60;

export function createScan(redactor: Redactor, own: readonly OwnPattern[]): Scan {
  const search = ownSearch(own);
  const places = new Map<number, Places>();
  return {
    look(value, session) {
      const ofOwn = search?.([...textsOf(value)]);
      redactor.learn(
        value,
        ({ secret, text, start, end }) => {
          const known = places.get(secret.id);
          if (known) {
            known.count++;
            known.sessions.add(session.id);
            return;
          }
          places.set(secret.id, {
            found: secret,
            count: 1,
            sessions: new Set([session.id]),
            session,
            before: text.slice(Math.max(0, start - contextLength), start),
            after: text.slice(end, end + contextLength),
          });
        },
        ofOwn && ((text) => ofOwn.get(text) ?? []),
      );
    },
    findings: () =>
      [...places.values()]
        .sort((a, b) => b.count - a.count || a.found.id - b.found.id)
        .map(({ found, count, sessions, session, before, after }) => ({
          id: found.id,
          ruleId: found.ruleId,
          ruleName: found.ruleName,
          kind: found.kind,
          placeholder: found.placeholder,
          masked: masked(found.value),
          count,
          sessions: sessions.size,
          session: { id: session.id, title: oneLine(redactor.redact(session.title), 120) },
          context: {
            before: oneLine(redactor.redact(before), contextLength * 2),
            after: oneLine(redactor.redact(after), contextLength * 2),
          },
        })),
  };
}

/** Enough to know one's own secret again, and nothing to use it by: an eighth of it at most. */
export function masked(secret: string): string {
  const shown = secret.slice(0, Math.min(6, Math.floor(secret.length / 8)));
  return `${oneLine(shown, 6)}••••`;
}
