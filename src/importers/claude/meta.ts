import { TitleRank, type SessionEvent } from '../../common/model.js';
import { folder, ident, num, object, remember, str, word, type Json } from '../fields.js';
import { titleOf } from '../titles.js';
import { queueOperation } from './queue.js';
import type { Envelope, Reading } from './state.js';
import { linkOfNotification } from './subAgents.js';

/** A line outside the tree. Such lines are written again and again; the last one holds. False when the type is unknown. */
export function meta(type: string, line: Json, envelope: Envelope, reading: Reading): boolean {
  const { session } = envelope;
  switch (type) {
    case 'custom-title':
      title(str(line.customTitle), TitleRank.custom, session, reading);
      return true;
    case 'ai-title':
      title(str(line.aiTitle), TitleRank.generated, session, reading);
      return true;
    case 'summary':
      summary(line, session, reading);
      return true;
    case 'pr-link':
      link(str(line.prUrl), pullRequest(line), envelope, reading);
      return true;
    case 'frame-link':
      link(str(line.frameUrl), word(line.title) ?? word(line.path) ?? 'page', envelope, reading);
      return true;
    case 'worktree-state': {
      const worktree = object(line.worktreeSession);
      moved(folder(worktree.worktreePath), word(worktree.worktreeBranch), session, reading);
      return true;
    }
    case 'relocated':
      moved(folder(line.relocatedCwd), undefined, session, reading);
      return true;
    case 'cost-state': {
      const cost = num(line.totalCostUSD);
      if (cost !== undefined && cost >= 0 && cost < 1e9) {
        reading.events.push({ type: 'session', session, agentCostUsd: cost });
      }
      return true;
    }
    case 'queue-operation': {
      const content = str(line.content);
      if (content?.startsWith('<task-notification>') === true) {
        linkOfNotification(content, session, reading);
      }
      queueOperation(line, envelope, reading);
      // A fork is opened after all that it copies.
      reading.state.openedAt ??= reading.state.lastLine === null ? envelope.at : null;
      return true;
    }
    default:
      return SILENT.has(type);
  }
}

/** A summary names the last line of what it sums up, which may lie above it, below it, or in another session's file. */
export function summaryOf(uuid: string, session: string, reading: Reading): void {
  const found = reading.state.summaries.findIndex(([leaf]) => leaf === uuid);
  const [entry] = found < 0 ? [] : reading.state.summaries.splice(found, 1);
  if (entry !== undefined) {
    title(entry[1], TitleRank.summary, session, reading);
  }
}

function summary(line: Json, session: string, reading: Reading): void {
  const [text, leaf] = [str(line.summary), ident(line.leafUuid)];
  if (text === undefined || leaf === undefined) {
    reading.problems.push('summary.summary or summary.leafUuid is missing');
    return;
  }
  const { state } = reading;
  if (state.lastLine === leaf || state.last === leaf || state.skipped.some(([uuid]) => uuid === leaf)) {
    title(text, TitleRank.summary, session, reading);
  } else {
    remember(state.summaries, [leaf, titleOf(text)], 16);
  }
}

function title(text: string | undefined, rank: number, session: string, reading: Reading): void {
  if (text !== undefined && text.trim() !== '') {
    reading.events.push({ type: 'session', session, title: { text: titleOf(text), rank } });
  }
}

function link(url: string | undefined, label: string, envelope: Envelope, reading: Reading): void {
  if (url === undefined) {
    reading.problems.push('the address of a link is missing');
    return;
  }
  reading.events.push({ type: 'link', session: envelope.session, url, label, at: envelope.at });
}

function pullRequest(line: Json): string {
  const repository = word(line.prRepository)?.slice(0, 200);
  const number = typeof line.prNumber === 'number' ? `#${line.prNumber}` : '';
  return repository === undefined ? `Pull request ${number}`.trim() : `${repository}${number}`;
}

/** These lines have no time: the session is where it moved to from the newest line on. */
function moved(cwd: string | undefined, branch: string | undefined, session: string, reading: Reading): void {
  if (cwd === undefined && branch === undefined) {
    return;
  }
  const event: SessionEvent = { type: 'session', session };
  if (reading.state.at !== null) {
    event.at = reading.state.at;
  }
  if (cwd !== undefined) {
    event.cwd = cwd;
    reading.state.cwd = cwd;
  }
  if (branch !== undefined) {
    event.branch = branch;
    reading.state.branch = branch;
  }
  reading.events.push(event);
}

/** Known, and of no use to a reader; `api-request*` repeats what was sent, `bridge-session` names accounts. */
const SILENT: ReadonlySet<string> = new Set([
  'agent-name',
  'api-request',
  'api-request-shape',
  'api-request-blob',
  'atis-latch',
  'bridge-session',
  'file-history-delta',
  'file-history-snapshot',
  'last-prompt',
  'mode',
  'permission-mode',
  'tools-used',
]);
