import { resolve } from 'node:path';
import { formatBytes, formatCount, formatDuration } from '../../common/format.js';
import type { ImportedFile, ImportResult } from '../../common/importReport.js';
import { CommandError, type Command } from '../command.js';
import { plain } from '../table.js';

const shownProblems = 20;

export const importCommand: Command = {
  name: 'import',
  summary: "Read what is new in the agents' files, or the files given.",
  positionals: [],
  more: '[FILE…]',
  options: {},
  help: [],
  takesIn: false,
  async run({ api, positionals, folder }) {
    if (positionals.length === 0) {
      const result = await api.rescan();
      return { json: importJson(result), text: importText(result) };
    }
    const { files, result } = await api.importFiles(positionals.map((file) => resolve(folder, file)));
    if (files.every(({ problem }) => problem !== null)) {
      throw new CommandError(files.map(fileText).join('\n'));
    }
    return {
      json: { ...importJson(result), given: files },
      text: [...files.map(fileText), importText(result)].join('\n'),
    };
  },
};

function fileText({ file, agent, sessions, already, problem }: ImportedFile): string {
  const here = new Set(already);
  const names = sessions.map((id) => (here.has(id) ? `${id} (already here)` : id));
  const told = problem ?? `${agent}, ${names.length === 0 ? 'no session' : names.join(', ')}`;
  return `${plain(file)}: ${plain(told)}`;
}

function importJson(result: ImportResult): Record<string, unknown> {
  return {
    files: result.files,
    bytes: result.bytes,
    lines: result.lines,
    sessions: result.sessions,
    messages: result.messages,
    responses: result.responses,
    problems: result.problems.map(({ file, line, message }) => ({ file, line, message })),
    elapsed_ms: result.elapsedMs,
  };
}

function importText(result: ImportResult): string {
  const problems = result.problems.slice(0, shownProblems).map(({ file, line, message }) => {
    const place = line === null ? file : `${file}:${line}`;
    return `  ${plain(place)}: ${plain(message)}`;
  });
  const more = result.problems.length - problems.length;
  return [
    `Read ${formatCount(result.files)} files, ${formatBytes(result.bytes)}, ${formatCount(result.lines)} lines in ${formatDuration(result.elapsedMs)}:`,
    `  ${formatCount(result.sessions)} sessions, ${formatCount(result.messages)} messages, ${formatCount(result.responses)} responses.`,
    ...(problems.length > 0 ? [`${formatCount(result.problems.length)} problems:`, ...problems] : []),
    ...(more > 0 ? [`  … and ${formatCount(more)} more.`] : []),
  ].join('\n');
}
