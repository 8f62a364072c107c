import { TitleRank, type ImportEvent } from '../../common/model.js';
import { folder, ident, isObject, str, typeName, type Json } from '../fields.js';
import type { ParsedRecord } from '../importer.js';
import { titleOf } from '../titles.js';

/**
 * A list of tasks (Cline's `state/taskHistory.json`) or the line of one task in it (Roo Code's `history_item.json`): names,
 * folders and parents. Its sums of tokens and its cost repeat what the tasks' own files tell and are left alone.
 */
export function taskHistory(record: unknown): ParsedRecord {
  const items = Array.isArray(record) ? record : isObject(record) ? [record] : null;
  if (items === null) {
    return { events: [], problems: [`the list of tasks is ${typeName(record)}, not a list`] };
  }
  const known = items.filter(isObject);
  const events = known.flatMap(itemOf);
  const nameless = items.length - events.length;
  return nameless === 0
    ? { events }
    : { events, problems: [`${nameless} tasks of the list have no id or are no objects`] };
}

function itemOf(item: Json): ImportEvent[] {
  const id = ident(item.id);
  if (id === undefined) {
    return [];
  }
  const named = str(item.title)?.trim();
  const first = str(item.task)?.trim();
  const cwd = folder(item.workspace) ?? folder(item.cwdOnTaskInitialization);
  const parent = ident(item.parentTaskId);
  const title =
    named !== undefined && named !== ''
      ? { text: titleOf(named), rank: TitleRank.generated }
      : first !== undefined && first !== '' && parent === undefined
        ? { text: titleOf(first), rank: TitleRank.prompt }
        : undefined;
  return [
    {
      type: 'session',
      session: id,
      ...(title === undefined ? {} : { title }),
      ...(cwd === undefined ? {} : { cwd }),
      ...(parent === undefined || parent === id ? {} : { parent }),
    },
  ];
}
