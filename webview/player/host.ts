import type { AboutReplay } from '../../src/common/exportedReplay.js';
import type { ReplayHost } from '../../src/common/panelProtocol.js';
import type { Remote } from '../../src/common/rpc.js';
import type { FileChange, MessageBody } from '../../src/common/steps.js';
import { patternExpression } from '../../src/common/textPattern.js';
import { t } from '../app/strings.js';
import type { BakedSession } from './data.js';

/** What is shown over the replay: the editor is not there to show it. */
export type Sheet = { title: string; text: string } | { title: string; changes: readonly FileChange[] };

export interface PlayerActions {
  show(sheet: Sheet): void;
  /** Shows another session of the file; false: it is not in it. */
  open(id: string): boolean;
}

/** Answers what the replay asks from the file that it stands in. What only an editor can do is refused with a reason. */
export function bakedHost(
  about: AboutReplay,
  session: BakedSession,
  { show, open }: PlayerActions,
): Remote<ReplayHost> {
  const bodyOf = (id: number): MessageBody => {
    const [body] = session.bodies([id]);
    if (!body) {
      throw new Error(t('playerNotThere'));
    }
    return body;
  };
  const host: Partial<Remote<ReplayHost>> = {
    start: async () => ({
      sessionId: session.detail.id,
      at: null,
      bundle: {},
      agents: about.agents,
      offline: true,
    }),
    session: async () => session.detail,
    outline: async (from, limit) => ({
      total: session.rows.length,
      rows: session.rows.slice(from, from + limit),
    }),
    bodies: async (ids) => session.bodies(ids),
    async matching(ids, pattern) {
      const expression = patternExpression(pattern);
      const words = new Set<string>();
      const found = session.bodies(ids).filter((body) => {
        const matched = textsOf(body).flatMap((text) => firstMatches(text, expression));
        matched.forEach((word) => words.size < mostWords && words.add(word.slice(0, longestWord)));
        return matched.length > 0;
      });
      return { found: found.map(({ id }) => id), words: [...words], tooSlow: false };
    },
    pins: async () => session.pins,
    copy: (text) => navigator.clipboard.writeText(text),
    async openLink(url) {
      if (/^https?:\/\//i.test(url)) {
        window.open(url, '_blank', 'noopener,noreferrer');
      }
    },
    async showFiles(files) {
      const changes = files.flatMap(({ path, messages, from, to }) =>
        messages
          .slice(from, to)
          .flatMap((id) =>
            bodyOf(id).fileChanges.filter((change) => (change.newPath ?? change.path) === path),
          ),
      );
      show({ title: t('playerChanges'), changes });
    },
    async showChanges(id) {
      show({ title: t('playerChanges'), changes: bodyOf(id).fileChanges });
    },
    async openText(id, part) {
      const body = bodyOf(id);
      show(
        part === 'output'
          ? { title: t('output'), text: body.tool?.output ?? '' }
          : { title: t('playerText'), text: body.tool?.input ?? body.text },
      );
    },
    async openSession(id) {
      if (!open(id)) {
        throw new Error(t('playerNotInFile'));
      }
    },
    reportError: async () => undefined,
  };
  return new Proxy(host as Remote<ReplayHost>, {
    get: (target, name, receiver) =>
      (Reflect.get(target, name, receiver) as unknown) ??
      (() => Promise.reject(new Error(t('playerOnlyHere')))),
  });
}

const mostWords = 200;
const mostOfText = 20;
const longestWord = 200;

function firstMatches(text: string, expression: RegExp): string[] {
  const found: string[] = [];
  for (const [word] of text.matchAll(expression)) {
    if (word !== '') {
      found.push(word);
    }
    if (found.length >= mostOfText) {
      break;
    }
  }
  return found;
}

function textsOf({ text, tool, fileChanges }: MessageBody): string[] {
  return [
    text,
    tool?.input ?? '',
    tool?.output ?? '',
    ...fileChanges.flatMap(({ path, patch }) => [path, patch ?? '']),
  ];
}
