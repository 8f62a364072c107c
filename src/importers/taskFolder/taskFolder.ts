import type { FileParser, ParsedRecord, SourceFile } from '../importer.js';
import { taskHistory } from './history.js';
import { isUiMessages } from './places.js';
import type { Flavor } from './reading.js';
import { uiMessages } from './uiMessages.js';

/** Reads a file of an extension's folder: each is one document that is told whole, so that nothing is kept between two readings. */
export function taskFolderFile(file: SourceFile, flavor: Flavor): FileParser {
  return {
    parse: (record): ParsedRecord =>
      isUiMessages(file.path) ? uiMessages(record, file, flavor) : taskHistory(record),
    state: () => null,
  };
}
