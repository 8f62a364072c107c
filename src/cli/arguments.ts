import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError, type Command, type Options } from './command.js';

/** The command line, understood. */
export type Request =
  | { kind: 'help'; command: Command | null }
  | { kind: 'version' }
  | {
      kind: 'run';
      home: string | null;
      storage: string | null;
      command: Command;
      positionals: readonly string[];
      options: Options;
      json: boolean;
      takeIn: boolean;
      /** The command reads the files itself; no store is opened. */
      storeless: boolean;
    };

const globalOptions = {
  home: { type: 'string' },
  storage: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const satisfies ParseArgsConfig['options'];

/** Understands the arguments after `logbook`. Throws `UsageError`. */
export function parseCommandLine(
  args: readonly string[],
  commands: readonly Command[],
  now: number,
): Request {
  const at = commandPosition(args);
  const before = parsed({ args: args.slice(0, at), options: globalOptions });
  const { home, storage, help, version } = before.values;
  if (version) {
    return { kind: 'version' };
  }
  const name = args[at];
  const command = commands.find((entry) => entry.name === name) ?? null;
  if (help) {
    return { kind: 'help', command };
  }
  if (name === undefined) {
    throw new UsageError('A command is missing.');
  }
  if (name === 'help') {
    return { kind: 'help', command: commands.find((entry) => entry.name === args[at + 1]) ?? null };
  }
  if (!command) {
    throw new UsageError(`There is no command "${name}".`);
  }
  if (home === '' || storage === '') {
    throw new UsageError(`--${home === '' ? 'home' : 'storage'} needs a folder.`);
  }
  return commandRequest(command, args.slice(at + 1), { home: home ?? null, storage: storage ?? null }, now);
}

function commandRequest(
  command: Command,
  args: string[],
  { home, storage }: { home: string | null; storage: string | null },
  now: number,
): Request {
  const { values, positionals } = parsed({
    args,
    allowPositionals: true,
    options: {
      ...command.options,
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
      ...(command.takesIn ? { 'no-import': { type: 'boolean' } } : {}),
    },
  });
  const { json, help, 'no-import': noImport, ...options } = values as Options;
  if (help) {
    return { kind: 'help', command };
  }
  if (positionals.length < command.positionals.length || positionals.some((text) => text.trim() === '')) {
    throw new UsageError(`"${command.name}" needs ${command.positionals.join(' and ')}.`);
  }
  if (positionals.length > command.positionals.length && command.more === undefined) {
    throw new UsageError(`"${command.name}" does not take "${positionals[command.positionals.length]}".`);
  }
  command.check?.(options, positionals, now);
  const storeless = command.storeless !== undefined && options[command.storeless.option] === true;
  if (storeless && noImport === true) {
    throw new UsageError(`--no-import and --${command.storeless?.option} leave nothing to read.`);
  }
  return {
    kind: 'run',
    home,
    storage,
    command,
    positionals,
    options,
    json: json === true,
    takeIn: command.takesIn && noImport !== true,
    storeless,
  };
}

/** Index of the command: the first argument that is neither an option nor an option's value. */
function commandPosition(args: readonly string[]): number {
  let at = 0;
  while (at < args.length && args[at]?.startsWith('-')) {
    at += args[at] === '--home' || args[at] === '--storage' ? 2 : 1;
  }
  return Math.min(at, args.length);
}

function parsed<T extends NonNullable<Parameters<typeof parseArgs>[0]>>(
  config: T,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    // Node's messages name the option and are made for people; only their advice about `--` is dropped.
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(message.split('. To specify')[0] ?? message);
  }
}
