import { linesParser, SCHEMA } from '../dropIn/lines.js';
import { isObject, typeName } from '../fields.js';
import { converter, type Converted } from './converter.js';

/**
 * Our own export, `{schema, records}`: the lines of the published schema in one document.
 */
export const exported = converter('logbook-export', 'Agent Logbook export', 'json', read);

function read(document: unknown): Converted {
  if (!isObject(document) || !Array.isArray(document.records)) {
    const found = isObject(document) ? document.records : document;
    return {
      events: [],
      problems: [`records is ${typeName(found)}: write {"schema": ${SCHEMA}, "records": [ … ]}`],
    };
  }
  const parser = linesParser(undefined);
  const converted: Converted = { events: [], problems: [] };
  if (document.schema !== SCHEMA) {
    converted.problems.push(`schema is not ${SCHEMA}: what this version knows of it is read`);
  }
  document.records.forEach((record, index) => {
    const { events, problems = [] } = parser.parse(record, { offset: index, length: 0 });
    converted.events.push(...events);
    converted.problems.push(...problems.map((problem) => `records[${index}]: ${problem}`.slice(0, 290)));
  });
  return converted;
}
