import { formatDuration } from '../../common/format.js';
import { oneLine } from '../../common/plainText.js';
import { mainArgument } from '../../common/toolInput.js';
import type { FileChange } from '../../common/steps.js';
import type { ExportedSession, ExportFormat, ExportSource, Step } from '../format.js';
import { promptFlowIds as ownIds } from '../../common/export.js';
import { time } from '../rows.js';
import { countPlaceholders } from '../../redact/placeholders.js';

/**
 * The shape of Prompt Flow's own export (`ExportSessionJSON`, version 1.0.0), a file a session: turns of a prompt and its answer, each
 * with what was done.
 */
export const promptFlow: ExportFormat = {
  id: 'prompt-flow',
  async write(source, out) {
    let number = 0;
    for await (const session of source.sessions()) {
      number++;
      const file = await out.fileAt(`${String(number).padStart(4, '0')}-${nameOf(session)}.json`);
      const { metadata, ...rest } = await documentOf(session, source);
      const count = countPlaceholders(JSON.stringify({ metadata, rest }));
      const redactions = { count, patterns: source.rules().map(({ rule }) => rule) };
      const document = { version: '1.0.0', metadata: { ...metadata, redactions }, ...rest };
      await file.write(`${JSON.stringify(document, null, 2)}\n`);
      await file.close();
    }
  },
};

interface Turn {
  index: number;
  userPrompt: string;
  claudeResponse: string;
  timestamp: string | null;
  actions: Action[];
}

interface Action {
  type: 'file_create' | 'file_modify' | 'command' | 'git_commit' | 'question';
  path?: string;
  content?: string;
  description?: string;
  command?: string;
  exitCode?: number;
  hash?: string;
  message?: string;
}

interface Files {
  created: Map<string, string>;
  modified: Map<string, string>;
}

async function documentOf(session: ExportedSession, source: ExportSource) {
  const { detail } = session;
  const conversation: Turn[] = [];
  const commands: { command: string; output: string }[] = [];
  const commits: { hash: string; message: string }[] = [];
  const files: Files = { created: new Map(), modified: new Map() };
  const turnAt = (at: number | null): Turn => {
    const last = conversation.at(-1);
    if (last) {
      return last;
    }
    const first: Turn = { index: 1, userPrompt: '', claudeResponse: '', timestamp: time(at), actions: [] };
    conversation.push(first);
    return first;
  };
  for await (const steps of session.steps()) {
    for (const step of steps) {
      const { row, body } = step;
      if (row.role === 'user' && ['prompt', 'command', 'shell'].includes(row.kind) && row.thread === null) {
        conversation.push({
          index: conversation.length + 1,
          userPrompt: body.text,
          claudeResponse: '',
          timestamp: time(row.at),
          actions: [],
        });
      } else if (row.kind === 'text' && row.thread === null) {
        const turn = turnAt(row.at);
        turn.claudeResponse = [turn.claudeResponse, body.text].filter(Boolean).join('\n\n');
      } else if (row.tool) {
        addCall(step, turnAt(row.at), { commands, commits, files });
      }
    }
  }
  return {
    metadata: {
      name: oneLine(detail.title, 200),
      exportedAt: new Date(source.at).toISOString(),
      duration:
        detail.startedAt === null || detail.endedAt === null
          ? ''
          : formatDuration(detail.endedAt - detail.startedAt),
      project: detail.repository ?? detail.cwd ?? '',
      elements: ['prompts', 'responses', 'files', 'commands', 'commits'],
    },
    registry: {
      // By it a logbook that has the session knows it again.
      id: `${ownIds}${detail.id}`,
      visibility: 'private',
      tags: detail.tags.map(({ tag }) => tag),
      category: detail.category,
      languages: [],
      frameworks: [],
      description: detail.note,
    },
    conversation,
    files: {
      created: [...files.created].map(([path, content]) => ({ path, content })),
      modified: [...files.modified].map(([path, diff]) => ({ path, diff })),
    },
    commands,
    commits,
    summary: {
      promptCount: conversation.filter(({ userPrompt }) => userPrompt !== '').length,
      filesCreated: files.created.size,
      filesModified: files.modified.size,
      commandsRun: commands.length,
      commitsMade: commits.length,
    },
  };
}

function addCall(
  { row, body }: Step,
  turn: Turn,
  found: {
    commands: { command: string; output: string }[];
    commits: { hash: string; message: string }[];
    files: Files;
  },
): void {
  if (row.tool?.category === 'run') {
    const command = mainArgument(body.tool?.input ?? '');
    const output = body.tool?.output ?? '';
    const exitCode = body.tool?.exitCode ?? null;
    turn.actions.push({ type: 'command', command, ...(exitCode === null ? {} : { exitCode }) });
    found.commands.push({ command, output });
    const commit = /^\[[^\]\n]{1,200} ([0-9a-f]{7,40})\] (.{0,500})$/m.exec(output);
    if (/\bgit\b[^|;&\n]{0,200}\bcommit\b/.test(command) && commit) {
      const [, hash = '', message = ''] = commit;
      turn.actions.push({ type: 'git_commit', hash, message });
      found.commits.push({ hash, message });
    }
  }
  for (const change of body.fileChanges) {
    const path = change.newPath ?? change.path;
    if (change.operation === 'create') {
      const content = contentOf(change);
      turn.actions.push({ type: 'file_create', path, content });
      found.files.created.set(path, content);
    } else {
      turn.actions.push({ type: 'file_modify', path, description: change.operation });
      const diff = [found.files.modified.get(path), change.patch].filter(Boolean).join('\n');
      found.files.modified.set(path, diff);
    }
  }
}

/** The lines that a new file began with. */
function contentOf({ patch }: FileChange): string {
  return (patch ?? '')
    .split('\n')
    .filter((line) => line.startsWith('+'))
    .map((line) => line.slice(1))
    .join('\n');
}

/** Fit for every file system. */
function nameOf({ detail }: ExportedSession): string {
  return detail.agentSessionId.replace(/[^\w-]+/g, '_').slice(-60) || 'session';
}
