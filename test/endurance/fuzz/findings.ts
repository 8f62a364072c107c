import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Finding } from './fuzzer.js';
import type { Input } from './target.js';

/** What was found once and must not come back: small inputs, one a file, by target. */
const kept = join(__dirname, 'findings');

/** The inputs that are kept for a target, by the names of their files. */
export function keptFindings(target: string): { name: string; input: Input }[] {
  const folder = join(kept, target);
  return (existsSync(folder) ? readdirSync(folder) : [])
    .toSorted()
    .map((name) => ({ name, input: JSON.parse(readFileSync(join(folder, name), 'utf8')) as Input }));
}

/** Writes a new finding below out/ and says where: it goes to `findings/` together with the repair. */
export function writeFinding({ target, message, input }: Finding): string {
  const folder = join(__dirname, '../../../out/fuzz', target);
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify(input, null, 2);
  const file = join(folder, `${createHash('sha256').update(text).digest('hex').slice(0, 12)}.json`);
  writeFileSync(file, `${text}\n`);
  writeFileSync(file.replace(/json$/, 'txt'), `${message}\n`);
  return file;
}
