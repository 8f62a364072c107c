import type { Command } from './command.js';

/** The text of `logbook --help`. */
export function generalHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => call(command).length));
  return [
    'Usage: logbook [--home DIR] [--storage DIR] COMMAND [--json] [OPTIONS]',
    '',
    'Shows what the coding agents on this machine did, and what it cost.',
    '',
    'Commands:',
    ...commands.map((command) => `  ${call(command).padEnd(width)}  ${command.summary}`),
    '',
    'Options before the command:',
    "  --home DIR     look for the agents' files below DIR only",
    '  --storage DIR  the folder of the store',
    '  --help         this text, or that of a command',
    '  --version      the version',
    '',
    'Options of every command:',
    '  --json         print JSON',
    '  --no-import    do not first read what changed, where a command would',
    '',
    'Exit codes: 0 done, 1 could not do it, 2 wrong usage.',
  ].join('\n');
}

/** The text of `logbook COMMAND --help`. */
export function commandHelp(command: Command): string {
  const options = [
    ...command.help,
    '--json           print JSON',
    ...(command.takesIn ? ['--no-import      do not first read what changed'] : []),
  ];
  return [
    `Usage: logbook [--home DIR] [--storage DIR] ${call(command)} [OPTIONS]`,
    '',
    command.summary,
    '',
    'Options:',
    ...options.map((line) => `  ${line}`),
  ].join('\n');
}

function call(command: Command): string {
  return [command.name, ...command.positionals, ...(command.more === undefined ? [] : [command.more])].join(
    ' ',
  );
}
