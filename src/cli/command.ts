import type { parseArgs, ParseArgsConfig } from 'node:util';
import type { ExportApi } from '../common/export.js';
import type { UsageQuery } from '../common/protocol.js';
import type { SqlAnswer, SqlQuestion } from '../common/sqlConsole.js';
import type { StoreApi } from '../common/storeApi.js';
import type { Remote } from '../common/rpc.js';
import type { UsageReport } from '../common/usageReport.js';

/** What a command may use. It prints nothing itself. */
export interface Context extends StorelessContext {
  api: Remote<StoreApi>;
  /** Puts a question in SQL to a copy of the store. */
  ask(question: SqlQuestion): Promise<SqlAnswer>;
  /** Writes exports of this store; made when a command wants it. */
  exporter(): Promise<ExportApi>;
}

/** What a command may use that opens no store. */
export interface StorelessContext {
  /** The folder that `logbook` was called in. */
  folder: string;
  positionals: readonly string[];
  options: Options;
  now: number;
  /** IANA name of this process's time zone, whose days count. */
  timeZone: string;
  /** What was piped in; empty for a command that does not read it. */
  input: string;
  /** Width of the terminal that the text goes to; null when it is none, and a line may be of any length. */
  columns: number | null;
}

/** Counts usage straight from the agents' files. Throws what the system throws when it cannot look for them. */
export type CountUsage = (query: UsageQuery) => Promise<UsageReport>;

export type Options = ReturnType<typeof parseArgs>['values'];

/** What a command found: as data for `--json`, and as text for people. */
export interface Output {
  json: unknown;
  text: string;
}

/** A command of `logbook`: a file like this one's neighbours, and a line in `commands/index.ts`. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Names of its arguments, all of which must be given. */
  readonly positionals: readonly string[];
  /** The name of more arguments, of which any number may follow. */
  readonly more?: string;
  /** Its own options, with a line of help each; `--json` and `--help` are every command's. */
  readonly options: NonNullable<ParseArgsConfig['options']>;
  readonly help: readonly string[];
  /** Takes in what changed on disk first, unless `--no-import` is given. */
  readonly takesIn: boolean;
  /** Checks options and arguments before a store is opened; days are those of this process. Throws `UsageError`. */
  check?(options: Options, positionals: readonly string[], now: number): void;
  /** It is a part of a prompt: it reads what is piped in, and where the store cannot answer in time, or at all, this is printed. */
  readonly prompt?: { readonly limitMs: number; without(context: StorelessContext): Output };
  /** Throws `CommandError` for what the user can mend. */
  run(context: Context): Promise<Output>;
  /** The option with which it reads the agents' files itself and needs no store, and how it does it then. */
  readonly storeless?: {
    readonly option: string;
    run(context: StorelessContext, usage: CountUsage): Promise<Output>;
  };
}

/** The command line is wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** It could not be done: exit code 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
