import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExportApi, ExportProgress } from '../common/export.js';
import type { Changed, UsageQuery } from '../common/protocol.js';
import type { Count } from '../count/count.js';
import type { StoreCopy } from '../common/sqlConsole.js';
import type { JoinedStore } from '../service/join.js';
import type { QueryRunner } from '../store/queryRunner.js';
import { dataFolder, newestStore } from '../service/stores.js';
import { parseCommandLine, type Request } from './arguments.js';
import { UsageError, type Context, type Output, type StorelessContext } from './command.js';
import { importCommand } from './commands/import.js';
import { commands } from './commands/index.js';
import { commandHelp, generalHelp } from './help.js';
import { progressBar } from './progress.js';
import { complaint } from './table.js';

/** What the command line needs of its process; tests give their own. */
export interface Terminal {
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  folder: string;
  home: string;
  platform: string;
  version: string;
  now(): number;
  out(text: string): void;
  error(text: string): void;
  /** Width of the terminal that the output goes to; null when it is none. */
  outputColumns(): number | null;
  /** Width of the terminal that errors and progress go to; null when it is none. */
  errorColumns(): number | null;
  /** Joins the store; it is closed by `run`. */
  join(options: { storage: string; home: string; env: Terminal['env'] }): JoinedStore;
  /** Answers questions in SQL; it is disposed by `run`. */
  questions(makeCopy: () => Promise<StoreCopy>): QueryRunner;
  /** What is piped in; empty where nothing is, or not at once. */
  input(): Promise<string>;
  /** Counts usage straight from the agents' files. */
  count(places: { home: string; env: Terminal['env'] }, query: UsageQuery): Promise<Count>;
  /** What writes exports of a store. */
  exporter(store: JoinedStore['api'], onProgress: (progress: ExportProgress) => void): Promise<ExportApi>;
}

/** A run that goes on until its exit code is known. */
export interface Run {
  exitCode: Promise<number>;
  /** Lets the store go at once, as for a signal. */
  stop(): Promise<void>;
}

/** Runs one command and says with which code the process ends: 0 done, 1 could not do it, 2 wrong usage. */
export function run(terminal: Terminal): Run {
  let store: JoinedStore | null = null;
  const exports: ExportApi[] = [];
  const stop = async () => {
    // What is half written is taken away first.
    await Promise.all(exports.map((one) => one.cancel()));
    await store?.close();
  };
  const perform = async (): Promise<number> => {
    let request: Request;
    try {
      request = parseCommandLine(terminal.args, commands, terminal.now());
    } catch (error) {
      if (error instanceof UsageError) {
        terminal.error(`logbook: ${complaint(error)}\nSee "logbook --help".\n`);
        return 2;
      }
      throw error;
    }
    if (request.kind === 'version') {
      terminal.out(`${terminal.version}\n`);
      return 0;
    }
    if (request.kind === 'help') {
      terminal.out(`${request.command ? commandHelp(request.command) : generalHelp(commands)}\n`);
      return 0;
    }
    // With a home of its own nothing else shall be read.
    const places: Pick<Terminal, 'home' | 'env'> =
      request.home === null ? terminal : { home: resolve(terminal.folder, request.home), env: {} };
    const joined = async () => {
      const { home, env } = places;
      return terminal.join({ storage: await storageFolder(request, terminal), home, env });
    };
    try {
      if (request.command.prompt) {
        terminal.out(await promptLine(request, terminal, async () => (store = await joined())));
        return 0;
      }
      if (request.storeless) {
        terminal.out(await answerStoreless(request, places, terminal));
        return 0;
      }
      store = await joined();
      store.onTrouble((trouble) => terminal.error(`logbook: ${complaint(trouble)}\n`));
      terminal.out(await answer(request, store, terminal, { onExporter: (one) => exports.push(one) }));
      return 0;
    } catch (error) {
      terminal.error(`logbook: ${complaint(error)}\n`);
      return 1;
    } finally {
      // A store that is slow to come is as slow to go; the end of the process lets it go as well.
      await (request.command.prompt ? Promise.race([stop(), sleep(promptEndMs)]) : stop());
    }
  };
  return { exitCode: perform(), stop };
}

type RunRequest = Extract<Request, { kind: 'run' }>;

/** Never fails, and waits no longer than a prompt can: what then is known without the store is better than nothing. */
async function promptLine(
  request: RunRequest,
  terminal: Terminal,
  join: () => Promise<JoinedStore>,
): Promise<string> {
  const { command } = request;
  const input = await terminal.input();
  const late = sleep(command.prompt?.limitMs, null, { ref: false });
  const answered = join()
    .then((store) => answer(request, store, terminal, { input }))
    .catch(() => null);
  const context = contextOf(request, terminal, input);
  return (
    (await Promise.race([answered, late])) ?? printed(command.prompt?.without(context) ?? noOutput, request)
  );
}

const promptEndMs = 300;
const noOutput: Output = { json: null, text: '' };

async function answer(
  request: RunRequest,
  store: JoinedStore,
  terminal: Terminal,
  { input = '', onExporter }: { input?: string; onExporter?(exporter: ExportApi): void } = {},
): Promise<string> {
  await store.ready();
  const { command } = request;
  const columns = terminal.errorColumns();
  const bar = columns === null ? null : progressBar(terminal.error, () => terminal.errorColumns() ?? columns);
  let questions: QueryRunner | null = null;
  const listener = store.onChanged((changed: Changed) => {
    if (changed.progress) {
      bar?.show(changed.progress);
    }
  });
  try {
    if (request.takeIn) {
      await store.api.rescan();
    }
    if ((request.takeIn || command === importCommand) && (await store.api.settings()).paused) {
      // Otherwise figures that stand still would look like an agent that does nothing.
      bar?.clear();
      terminal.error('logbook: Recording is paused, so nothing new was read. Resume it in VS Code.\n');
    }
    const ask: Context['ask'] = (question) => {
      questions ??= terminal.questions(() => store.api.copyStore());
      return questions.ask(question);
    };
    const exporter = async () => {
      const made = await terminal.exporter(store.api, (progress) => bar?.showExport(progress));
      onExporter?.(made);
      return made;
    };
    return printed(
      await command.run({ api: store.api, ask, exporter, ...contextOf(request, terminal, input) }),
      request,
    );
  } finally {
    await (questions as QueryRunner | null)?.dispose();
    listener.dispose();
    bar?.clear();
  }
}

/** Counts without a store. No doctor can be asked afterwards, so that what could not be read is told here. */
async function answerStoreless(
  request: RunRequest,
  places: Pick<Terminal, 'home' | 'env'>,
  terminal: Terminal,
): Promise<string> {
  const { storeless } = request.command;
  if (storeless === undefined) {
    throw new Error(`"${request.command.name}" needs a store`);
  }
  const output = await storeless.run(contextOf(request, terminal), async (query) => {
    const { report, problems } = await terminal.count({ home: places.home, env: places.env }, query);
    for (const { file, message } of problems.slice(0, mostProblems)) {
      terminal.error(`logbook: ${complaint(`${file}: ${message}`)}\n`);
    }
    if (problems.length > mostProblems) {
      terminal.error(`logbook: ${problems.length - mostProblems} more could not be read.\n`);
    }
    return report;
  });
  return printed(output, request);
}

const mostProblems = 20;

function contextOf({ positionals, options }: RunRequest, terminal: Terminal, input = ''): StorelessContext {
  return {
    input,
    folder: terminal.folder,
    positionals,
    options,
    now: terminal.now(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    columns: terminal.outputColumns(),
  };
}

function printed({ json, text }: Output, request: RunRequest): string {
  return `${request.json ? JSON.stringify(json, null, 2) : text}\n`;
}

/** The folder of the store: named, else that of the VS Code around us, else by home, else the newest known, else our own. */
async function storageFolder(request: RunRequest, terminal: Terminal): Promise<string> {
  const named = request.storage ?? (terminal.env['AGENT_LOGBOOK_STORAGE'] || null);
  if (named !== null) {
    return resolve(terminal.folder, named);
  }
  if (request.home !== null) {
    return resolve(terminal.folder, request.home, '.agent-logbook');
  }
  return (await newestStore(terminal)) ?? dataFolder(terminal);
}
