import { TitleRank, type SessionEvent } from '../../common/model.js';
import { folder, ident, num, remember, str, type Json } from '../fields.js';
import { titleOf } from '../titles.js';
import type { Reading } from './state.js';
import { timeOf } from './times.js';
import { sums } from './usage.js';

/** A row of `sessions`, with the columns that its version has. */
export function session(row: Json, reading: Reading): void {
  const id = ident(row.id);
  if (id === undefined) {
    reading.problems.push('sessions.id is missing');
    return;
  }
  const created = timeOf(row.created_at);
  const event: SessionEvent = { type: 'session', session: id };
  if (created !== null) {
    event.at = created;
  }
  facts(row, event, reading);
  const parent = ident(row.parent_session_id);
  if (parent !== undefined && parent !== id) {
    event.parent = parent;
  }
  if (row.session_type === 'sub_agent') {
    const { children } = reading.state;
    children.splice(0, children.length, ...children.filter((other) => other !== id.slice(0, 60)));
    remember(children, id.slice(0, 60), CHILDREN);
  }
  if (str(row.archived_at) !== undefined) {
    event.archived = true;
  }
  if (row.session_type === 'acp') {
    event.client = 'ide';
  }
  if (row.session_type === 'scheduled' || str(row.schedule_id) !== undefined) {
    event.headless = true;
    event.client = 'exec';
  }
  const cost = num(row.accumulated_cost);
  if (cost !== undefined && cost > 0) {
    event.agentCostUsd = cost;
  }
  reading.events.push(event);
  sums(id, created, row, row.answered === 1, reading);
}

/** The first line of a session's file. */
export function header(id: string, line: Json, reading: Reading): void {
  const event: SessionEvent = { type: 'session', session: id };
  facts(line, event, reading);
  if (str(line.schedule_id) !== undefined) {
    event.headless = true;
    event.client = 'exec';
  }
  reading.events.push(event);
  // What is no number is a problem when it is read, whatever it is.
  reading.state.figures = Object.fromEntries(
    Object.entries(line).flatMap(([field, value]): [string, unknown][] =>
      FIGURE.test(field) ? [[field, value === null || typeof value === 'number' ? value : false]] : [],
    ),
  );
}

/** The first answer of a session's file: the file tells no other time of the tokens that its first line tells. */
export function firstAnswer(id: string, created: unknown, reading: Reading): void {
  const { figures } = reading.state;
  if (figures !== null) {
    reading.state.figures = null;
    sums(id, timeOf(created), figures, true, reading);
  }
}

/** A session that was copied from another, up to a row of its messages. */
export function copy(row: Json, reading: Reading): void {
  const id = ident(row.id);
  const original = ident(row.original);
  if (id === undefined || original === undefined) {
    return;
  }
  const { copies } = reading.state;
  copies.splice(0, copies.length, ...copies.filter((other) => other.session !== id));
  remember(copies, { session: id, last: num(row.last_message) ?? 0 }, COPIES);
  reading.events.push({ type: 'session', session: id, forkedFrom: original });
}

/** Folder and title. The agent makes a title from the first prompts, unless the user has chosen one. */
function facts(row: Json, event: SessionEvent, reading: Reading): void {
  const cwd = folder(row.working_dir);
  if (cwd !== undefined) {
    event.cwd = cwd;
  } else if (row.working_dir !== undefined && row.working_dir !== null && row.working_dir !== '') {
    reading.problems.push('working_dir is not a folder');
  }
  const isChosen = row.user_set_name === 1 || row.user_set_name === true;
  const title = str(row.name) ?? str(row.description);
  if (title !== undefined && title.trim() !== '' && (isChosen || !MADE_UP.test(title.trim()))) {
    event.title = { text: titleOf(title), rank: isChosen ? TitleRank.custom : TitleRank.generated };
  }
}

const FIGURE = /^(?:accumulated_)?(?:total|input|output)_tokens$/;
/** Names that stand until there is a title. */
const MADE_UP = /^(?:(?:CLI|ACP|Goose|Gateway|Terminal) Session|New (?:Chat|Session)(?: \d+)?|Untitled.*)$/i;
/** So many are remembered: a few hundred characters a hundred. */
const COPIES = 400;
const CHILDREN = 800;
