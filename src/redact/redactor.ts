import { shortestVariant } from './encodings.js';
import { detect, type Detected } from './detect.js';
import { literalsOf, replaceLiterals } from './literals.js';
import { createRegistry, type Registry, type Secret } from './registry.js';
import { markRedacted, type Redacted } from './redacted.js';
import { deepest, textsOf } from './texts.js';
import { createUserNames, userName } from './userNames.js';

/** Which of the secrets stay as they are, because the user said so. */
export interface Keep {
  rules: ReadonlySet<string>;
  /** Their numbers. */
  secrets: ReadonlySet<number>;
}

/** A secret in a text that was learned. */
export interface Found {
  secret: Secret;
  text: string;
  start: number;
  end: number;
}

/**
 * Learns the secrets of an export from all its texts, then replaces them in everything that is written, however they are
 * encoded there. Texts are decoded ones: values of JSON, not its text.
 */
export interface Redactor {
  readonly secrets: readonly Secret[];
  /** Finds secrets in every text of a value. `own`: what else the user calls secret in a text. */
  learn(value: unknown, onFound?: (found: Found) => void, own?: (text: string) => readonly Detected[]): void;
  redact<T>(value: T): Redacted<T>;
}

const deepestLiteral = 4;

/** People whose names are looked for outside of home folders, too. */
export interface People {
  /** Who is known from the start; others become known by their home folders. */
  names?: readonly string[];
  /** Words, in small letters, that are no names in this export. */
  words?: Iterable<string>;
}

export function createRedactor(
  keep: () => Keep,
  people: People = {},
  registry: Registry = createRegistry(),
): Redactor {
  const userNames = createUserNames(people.words);
  people.names?.forEach((name) => userNames.add(name));

  /** What the rules find, and then the names that are known, where no rule has found them. */
  const detectAll = (
    text: string,
    more: readonly Detected[] = [],
  ): { secret: Secret; start: number; end: number }[] => {
    const found = [...detect(text), ...more];
    found.forEach(({ names }) => names.forEach((name) => userNames.add(name)));
    return [
      ...found.map((one) => ({ secret: registry.note(one), start: one.start, end: one.end })),
      ...userNames
        .find(text)
        .filter(({ start, end }) => !found.some((one) => one.start <= start && one.end >= end))
        .map(({ name, start, end }) => ({
          ...{ secret: registry.note({ secret: name, also: [], rule: userName }), start, end },
        })),
    ];
  };

  const learnText = (
    text: string,
    onFound: ((found: Found) => void) | undefined,
    own: ((text: string) => readonly Detected[]) | undefined,
    depth: number,
  ): void => {
    for (const found of detectAll(text, own?.(text))) {
      onFound?.({ ...found, text });
    }
    if (depth < deepestLiteral) {
      for (const { content } of literalsOf(text)) {
        learnText(
          content,
          (found) => {
            // What the text shows without reading it was told already.
            if (!text.includes(found.secret.value)) {
              onFound?.(found);
            }
          },
          own,
          depth + 1,
        );
      }
    }
  };

  const redactText = (text: string, depth: number): string => {
    if (text.length < shortestVariant) {
      return text;
    }
    const kept = keep();
    const stays = (secret: Secret | undefined) =>
      secret === undefined || kept.rules.has(secret.ruleId) || kept.secrets.has(secret.id);
    const read =
      depth < deepestLiteral
        ? replaceLiterals(text, (content) => {
            const changed = redactText(content, depth + 1);
            return changed === content ? null : changed;
          })
        : text;
    const spans: Span[] = [];
    for (const found of detectAll(read)) {
      if (!stays(found.secret)) {
        spans.push(found);
      }
    }
    for (const { start, end, secret: id } of registry.find(read)) {
      const secret = registry.secrets[id];
      if (secret && !stays(secret)) {
        spans.push({ start, end, secret });
      }
    }
    return replaceSpans(read, spans);
  };

  const walk = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') {
      return redactText(value, 0);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    if (depth > deepest) {
      return redactText(JSON.stringify(value), 0);
    }
    if (Array.isArray(value)) {
      return value.map((entry) => walk(entry, depth + 1));
    }
    return Object.fromEntries(
      Object.entries(value).map(([name, field]) => [redactText(name, 0), walk(field, depth + 1)]),
    );
  };

  return {
    secrets: registry.secrets,
    learn(value, onFound, own) {
      for (const text of textsOf(value)) {
        learnText(text, onFound, own, 0);
      }
    },
    redact: <T>(value: T) => markRedacted(walk(value, 0) as T),
  };
}

/** For an export that the user wants as it is. */
export function unredacted(): Redactor {
  return { secrets: [], learn: () => undefined, redact: (value) => markRedacted(value) };
}

interface Span {
  start: number;
  end: number;
  secret: Secret;
}

/** What overlaps goes as one, under the placeholder of the first, the longer of two that begin together. */
function replaceSpans(text: string, spans: Span[]): string {
  if (spans.length === 0) {
    return text;
  }
  spans.sort((a, b) => a.start - b.start || b.end - a.end || a.secret.id - b.secret.id);
  const parts: string[] = [];
  let from = 0;
  for (let i = 0; i < spans.length;) {
    const first = spans[i]!;
    let { end } = first;
    for (i++; i < spans.length && spans[i]!.start < end; i++) {
      end = Math.max(end, spans[i]!.end);
    }
    parts.push(text.slice(from, first.start), first.secret.placeholder);
    from = end;
  }
  parts.push(text.slice(from));
  return parts.join('');
}
