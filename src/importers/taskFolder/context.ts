import { folder, ident, isObject, list, num, object, str, word, type Json } from '../fields.js';
import type { SourceFile } from '../importer.js';
import { callsSent, type SentCall } from './sent.js';
import { taskOf } from './places.js';

/** What the files beside `ui_messages.json` tell of its task. */
export interface Context {
  cwd: string | null;
  /** Which model was in use from when on, by time; the first holds from the start. */
  models: { at: number; model: string; provider: string | null }[];
  version: string | null;
  /** The program that the extension ran in, as it names itself. */
  host: string | null;
  parent: string | null;
  mode: string | null;
  /** Calls as the model made them, with what it was answered. */
  sent: SentCall[];
}

/**
 * Sources: cline/cline `core/context/context-tracking` (`task_metadata.json`: `model_usage`, `environment_history`),
 * RooCodeInc/Roo-Code `packages/types/src/history.ts` (`history_item.json`) and `core/environment/getEnvironmentDetails.ts`
 * (the prompt names folder and model). Each may be missing.
 */
export function contextOf(file: SourceFile, problems: string[]): Context {
  const at = `tasks/${taskOf(file.path)}`;
  const read = (name: string): unknown => parsed(file.companions?.get(`${at}/${name}`), name, problems);
  const sent = list(read('api_conversation_history.json')).filter(isObject);
  const metadata = object(read('task_metadata.json'));
  const item = object(read('history_item.json'));
  const models = [...ofMetadata(metadata), ...ofSent(sent)];
  const environment = list(metadata.environment_history).filter(isObject).at(-1) ?? {};
  return {
    cwd: folder(item.workspace) ?? folderOf(sent) ?? null,
    models: models.toSorted((a, b) => a.at - b.at),
    version: word(environment.cline_version) ?? null,
    host: word(environment.host_name) ?? null,
    parent: ident(item.parentTaskId) ?? null,
    mode: word(item.mode) ?? null,
    sent: callsSent(sent),
  };
}

/** The working folder that a prompt tells of: `# Current Working Directory (/work/app) Files`. */
export function folderIn(prompt: string): string | undefined {
  const path = /# Current (?:Working|Workspace) Directory \(([^\n)]{1,4096})\) Files/.exec(prompt)?.[1];
  // Workspaces with several folders are named, not placed.
  return path !== undefined && /^(?:\/|[a-z]:[\\/]|\\\\)/i.test(path) ? path : undefined;
}

/** The texts of a message that was sent. */
export function textsOf(message: Json): string[] {
  return typeof message.content === 'string'
    ? [message.content]
    : list(message.content).flatMap((block) => str(object(block).text) ?? []);
}

function folderOf(sent: readonly Json[]): string | undefined {
  for (const message of sent) {
    for (const text of message.role === 'user' ? textsOf(message) : []) {
      const path = folderIn(text);
      if (path !== undefined) {
        return path;
      }
    }
  }
  return undefined;
}

function ofMetadata(metadata: Json): Context['models'] {
  return list(metadata.model_usage)
    .filter(isObject)
    .flatMap((use) => {
      const model = word(use.model_id);
      return model === undefined
        ? []
        : [{ at: num(use.ts) ?? 0, model, provider: word(use.model_provider_id) ?? null }];
    });
}

/** Newer versions of Cline name the model of each answer, Roo Code names it in the prompt. */
function ofSent(sent: readonly Json[]): Context['models'] {
  return sent.flatMap((message) => {
    const at = num(message.ts);
    const info = object(message.modelInfo);
    const model =
      word(info.modelId) ??
      (message.role === 'user'
        ? textsOf(message)
            .map((text) => /<model>([^<\n]{1,200})<\/model>/.exec(text)?.[1])
            .find((found) => found !== undefined)
        : undefined);
    return at === undefined || model === undefined
      ? []
      : [{ at, model, provider: word(info.providerId) ?? null }];
  });
}

/** A companion that is being written is left out: the file that it says something about is read again when it changes. */
function parsed(text: string | undefined, name: string, problems: string[]): unknown {
  if (text === undefined) {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    problems.push(`${name} beside it is no JSON; what it tells of the task is missing`);
    return undefined;
  }
}
