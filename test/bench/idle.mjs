// What a process takes that owns the store and has nothing to do: over a full store, and over many files.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeManyFiles } from './corpus.mjs';

/** Both at once, each in a process of its own, for so many seconds. */
export async function measureIdle({ note }, { work, dist, home, storage, files, seconds }) {
  const many = join(work, 'many');
  writeManyFiles(many, files);
  const [full, crowd] = await Promise.all([
    owner(dist, home, storage, seconds),
    owner(dist, many, join(work, 'idle'), seconds),
  ]);
  note('idle owner, resident', full.rssMb, 'MB', { floor: full.bareMb, of: 'node', most: 140 });
  note(`after the import of ${files} files, until it is idle, CPU`, crowd.settlingMs, 'ms', {
    remark: 'conclusions from sessions, in slices of 10 ms',
  });
  const remark = `of a core, over ${seconds} s`;
  note(`idle with ${files} files watched, CPU`, crowd.share, '%', { most: 0.5, remark });
  note(`idle with ${files} files watched, memory grown by`, crowd.growthMb, 'MB', {
    ...{ most: 2, remark: 'median of the last quarter less that of the first' },
  });
}

async function owner(dist, home, storage, seconds) {
  const script = join(import.meta.dirname, 'owner.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script, dist, home, storage, seconds]);
  return JSON.parse(stdout);
}
