import type { ImportEvent } from '../../common/model.js';
import type { Importer, ParsedRecord, SourceFile, SourceShape } from '../importer.js';

/** What a document of an interchange format is read into. */
export interface Converted {
  events: ImportEvent[];
  problems: string[];
}

/**
 * An importer of single documents that a person hands over: it has no folder of its own, and what it reads names all that it
 * needs. `read` gets the parsed document or, of texts, the text.
 */
export function converter(
  id: string,
  label: string,
  shape: SourceShape,
  read: (document: unknown, file: SourceFile) => Converted,
): Importer {
  return {
    id,
    label,
    version: 2,
    roots: () => [],
    shapeOf: () => shape,
    mayContain: () => false,
    start: (file) => ({
      parse(record): ParsedRecord {
        const { events, problems } = read(record, file);
        return problems.length === 0 ? { events } : { events, problems };
      },
      state: () => null,
    }),
    resume: () => null,
  };
}

/** A response of which the format tells that it came, and nothing of what it used. */
export function unknownResponse(
  agent: string,
  session: string,
  nth: number,
  at: number | null,
  model: string | null = null,
): ImportEvent & { key: string } {
  const key = `${agent}:${session}:${nth}`;
  return {
    type: 'usage',
    session,
    key,
    group: key,
    rank: 0,
    preference: 0,
    at,
    isCopy: false,
    model,
    tokens: null,
  };
}
