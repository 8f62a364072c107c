/** All rows of one session that are stored, by the agent's own names. */
export interface SeenSession {
  messages: Set<string>;
  /** Row ids. */
  calls: Map<string, number>;
}

/**
 * Sessions that this writer made itself, and of which it therefore knows every row: what is not among them is new without
 * asking the database. Of all other sessions nothing is known.
 */
export interface SeenSessions {
  /** The session was made just now and has no rows. */
  begin(session: number): void;
  of(session: number): SeenSession | null;
  /** After a rollback or a deletion. */
  clear(): void;
}

/** A session is read in one go, beside a few others, so the latest are enough. */
const keptSessions = 100;
/** Bounds the memory. Beyond it the oldest are asked for like any other, and so is a session that is larger by itself. */
const keptRows = 50_000;

export function createSeenSessions(): SeenSessions {
  const sessions = new Map<number, SeenSession>();
  return {
    begin: (id) => {
      let rows = 0;
      for (const seen of sessions.values()) {
        rows += sizeOf(seen);
      }
      for (const [oldest, seen] of sessions) {
        if (sessions.size < keptSessions && rows <= keptRows) {
          break;
        }
        rows -= sizeOf(seen);
        sessions.delete(oldest);
      }
      sessions.set(id, { messages: new Set(), calls: new Map() });
    },
    of: (id) => {
      const seen = sessions.get(id);
      if (seen !== undefined && sizeOf(seen) > keptRows) {
        sessions.delete(id);
        return null;
      }
      return seen ?? null;
    },
    clear: () => sessions.clear(),
  };
}

function sizeOf({ messages, calls }: SeenSession): number {
  return messages.size + calls.size;
}
