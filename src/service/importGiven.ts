import type { FileImport, ImportResult } from '../common/importReport.js';
import type { Importer } from '../importers/importer.js';
import { keepFile, type KeptFile } from '../ingest/keepFile.js';
import type { Reader } from '../store/read/reader.js';
import type { OpenSqlJsFile } from '../store/sqljsFile.js';

interface GivenOptions {
  /** Our own folder of such files. */
  folder: string;
  importers: readonly Importer[];
  reader: Pick<Reader, 'sessionsOfSource' | 'session'>;
  loadDatabases(): Promise<OpenSqlJsFile>;
  /** There may be a new folder to look into. */
  look(): void;
  rescan(): Promise<ImportResult>;
}

/** Keeps and reads files that a person gave. One that cannot be taken stops none of the others. */
export async function importGiven(
  files: readonly string[],
  { folder, importers, reader, loadDatabases, look, rescan }: GivenOptions,
): Promise<FileImport> {
  const kept = [];
  for (const file of files) {
    kept.push(await keepFile(file, folder, importers, loadDatabases, (id) => reader.session(id)?.id === id));
  }
  look();
  const result = await rescan();
  const sessionsOf = ({ root, path }: KeptFile) => {
    const already = (result.already ?? []).filter((told) => told.root === root && told.path === path);
    const names = new Set(already.map(({ session }) => session));
    return {
      sessions: [...new Set([...reader.sessionsOfSource(root, path), ...names])],
      already: [...names],
    };
  };
  return {
    files: kept.map((one, i) => {
      const file = files[i] ?? '';
      return typeof one === 'string'
        ? { file, agent: null, sessions: [], already: [], problem: one }
        : { file, agent: one.agent, ...sessionsOf(one), problem: null };
    }),
    result,
  };
}
