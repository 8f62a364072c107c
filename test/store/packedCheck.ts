import assert from 'node:assert/strict';
import type { Database } from '../../src/store/database.js';
import { pack, packedKinds, packSession } from '../../src/store/packedSessions.js';

/** Fails unless what is packed and not noted as changed is what the tables have. Then packs all, so that the next check finds what was not noted since. */
export function assertPacked(db: Database): void {
  const stored = db.prepare(
    `select ${packedKinds.join(', ')} from packed_session
     where session_id = ?1 and ?1 not in (select session_id from unpacked_session)`,
  );
  for (const [id] of db.prepare('select id from session').all()) {
    const session = id as number;
    const packed = stored.get(session);
    if (packed) {
      assert.deepEqual(
        packed,
        packedKinds.map((kind) => packSession(db, session, kind)),
        `session ${session} changed and was not noted`,
      );
    }
    pack(db, session);
  }
  const left = 'select count(*) from packed_session where session_id not in (select id from session)';
  assert.equal(db.prepare(left).get()?.[0], 0, 'nothing is left of sessions that are gone');
}
