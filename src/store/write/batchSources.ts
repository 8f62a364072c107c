import type { SourceProgress } from '../batch.js';
import type { Database } from '../database.js';
import type { SessionRow, TellingSource } from './sessionFacts.js';

/** The source files of one batch, by their position in it. */
export interface BatchSources {
  /** Another batch begins. `ids`: the row ids of its sources, in their order. */
  begin(sources: readonly SourceProgress[], ids: readonly number[]): void;
  id(index: number): number;
  generation(index: number): number;
  /**
   * Whether a row of a session of `agent` that was read from the stored source may be replaced by what the batch's source
   * says: it is the same file, or the agent's own and the stored one an export, or the stored one is gone, or the batch's
   * path is the smaller one, so that of two copies always the same wins.
   */
  mayReplace(stored: number, index: number, agent: string): boolean;
  telling(index: number, agent: string): TellingSource;
  /** Makes the batch's source the session's main file, if it is the better one. */
  offer(session: SessionRow, index: number, isThread: boolean): void;
  /** Notes that the batch's source holds the session outside the agent's archive: then it is its main file. */
  offerActive(session: SessionRow, index: number): void;
}

export function createBatchSources(db: Database): BatchSources {
  let sources: readonly SourceProgress[] = [];
  let ids: readonly number[] = [];
  const select = db.prepare("select root || '/' || path, gone_at, agent from source where id = ?");
  const known = new Map<number, { path: string; isGone: boolean; agent: string }>();
  const ofId = (id: number) => {
    let source = known.get(id);
    if (source === undefined) {
      const row = select.get(id);
      source = {
        path: String(row?.[0] ?? ''),
        isGone: row === undefined || row[1] !== null,
        agent: String(row?.[2] ?? ''),
      };
      known.set(id, source);
    }
    return source;
  };
  const at = (index: number): SourceProgress => {
    const source = sources[index];
    if (source === undefined) {
      throw new Error(`The batch has no source ${index}`);
    }
    return source;
  };
  const idAt = (index: number): number => ids[index] ?? 0;
  const isOwn = (id: number, agent: string) => ofId(id).agent === agent;
  const mayReplace = (stored: number, index: number, agent: string) => {
    const id = idAt(index);
    if (stored === id || ofId(stored).isGone) {
      return true;
    }
    return isOwn(id, agent) === isOwn(stored, agent) ? ofId(id).path < ofId(stored).path : isOwn(id, agent);
  };
  return {
    begin: (ofBatch, idsOfBatch) => {
      sources = ofBatch;
      ids = idsOfBatch;
      known.clear();
    },
    id: idAt,
    generation: (index) => at(index).generation,
    mayReplace,
    telling: (index, agent) => ({ id: idAt(index), mayReplace: (other) => mayReplace(other, index, agent) }),
    offer: (session, index, isThread) => {
      const id = idAt(index);
      if (session.source === id) {
        session.sourceIsThread &&= Number(isThread);
        return;
      }
      if (
        session.source !== null &&
        session.source === session.activeSource &&
        !ofId(session.source).isGone
      ) {
        return;
      }
      const isBetter =
        session.source === null ||
        ofId(session.source).isGone ||
        (isOwn(id, session.agent) && !isOwn(session.source, session.agent)) ||
        (isThread === (session.sourceIsThread === 1)
          ? mayReplace(session.source, index, session.agent)
          : !isThread);
      if (isBetter) {
        session.source = id;
        session.sourceIsThread = Number(isThread);
      }
    },
    offerActive: (session, index) => {
      if (session.activeSource === null || mayReplace(session.activeSource, index, session.agent)) {
        session.activeSource = session.source = idAt(index);
        session.sourceIsThread = 0;
      }
    },
  };
}
