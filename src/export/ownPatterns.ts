import { createContext, Script } from 'node:vm';
import { errorCode } from '../common/errorCode.js';
import { ExportError, type OwnPattern } from '../common/export.js';
import type { Detected } from '../redact/detect.js';
import { ownFound, ownRules } from '../redact/ownPatterns.js';

/** Milliseconds that a pattern may take for the texts of some steps, of which there are about a megabyte. */
const limitMs = 2000;

/**
 * Searches texts with the user's own patterns. Each runs for a bounded time: some regular expressions take years over a short
 * text. Throws an `ExportError` that names a pattern which is none, or too slow.
 */
export function ownSearch(
  patterns: readonly OwnPattern[],
): ((texts: readonly string[]) => Map<string, Detected[]>) | null {
  if (patterns.length === 0) {
    return null;
  }
  const rules = wellFormed(patterns);
  const context = createContext({ texts: [] as readonly string[], source: '', found: null });
  return (texts) => {
    const found = new Map<string, Detected[]>();
    for (const rule of rules) {
      context['texts'] = texts;
      context['source'] = rule.pattern.source;
      const places = placesOf(
        () => script.runInContext(context, { timeout: limitMs }) as number[][][],
        rule.name,
      );
      places.forEach((inText, index) => {
        const text = texts[index] ?? '';
        if (inText.length > 0) {
          const all = ownFound(rule, text, inText as [number, number][]);
          found.set(text, [...(found.get(text) ?? []), ...all]);
        }
      });
    }
    return found;
  };
}

function wellFormed(patterns: readonly OwnPattern[]) {
  try {
    return ownRules(patterns);
  } catch (error) {
    throw new ExportError(error instanceof Error ? error.message : String(error));
  }
}

function placesOf(run: () => number[][][], name: string): number[][][] {
  try {
    return run();
  } catch (error) {
    if (errorCode(error) === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      throw new ExportError(
        `The pattern "${name}" takes too long. Make its repetitions simpler: one repetition inside another, as in (a+)+, is slow.`,
      );
    }
    throw error;
  }
}

const script = new Script(`
  (() => {
    const pattern = new RegExp(source, 'gud');
    return texts.map((text) => {
      const places = [];
      for (const match of text.matchAll(pattern)) {
        const [start, end] = match.indices[1] ?? match.indices[0];
        if (end > start) {
          places.push([start, end]);
        }
      }
      return places;
    });
  })()
`);
