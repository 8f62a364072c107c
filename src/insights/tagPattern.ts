import picomatch from 'picomatch';
import { isWindowsPath } from '../common/paths.js';
import { withSlashes } from '../common/folderGlob.js';
import type { TagCondition } from '../common/tagRules.js';

/** A pattern of a rule, ready to be tried. */
export interface TagPattern {
  expression: RegExp;
  /** It may take years for some text, as the expressions of people may; words and simple globs never do. */
  mayTakeLong: boolean;
}

/** `/…/`, with flags: an expression as JavaScript has them. */
const written = /^\/(.+)\/([a-z]*)$/s;

/**
 * A pattern of a condition, or what is wrong with it. `/…/flags` is a regular expression (case is ignored without flags).
 * Else a prompt is searched for words: whole ones, in any case, with any space between them. Everything else is a glob over
 * the whole name; of files and projects one without a slash is for the last name alone.
 */
export function patternOf(condition: TagCondition, text: string): TagPattern | string {
  const trimmed = text.trim();
  const [, source, flags = ''] = written.exec(trimmed) ?? [];
  // `/src/` is a folder, and no file is called by an expression without a character that means something in one.
  const isPath = (condition === 'file' || condition === 'project') && !/[\\^$|()[\]+?*.]/.test(source ?? '');
  if (source !== undefined && !isPath) {
    return expressionOf(source, flags);
  }
  return condition === 'prompt'
    ? { expression: wordsOf(trimmed), mayTakeLong: false }
    : globOf(condition, trimmed);
}

/** The ways in which a file or folder may be called: as it is, and from the project on. With `/` on every platform. */
export function spellingsOf(path: string, project: string | null): string[] {
  const slashed = withSlashes(path);
  const base = project === null ? '' : `${withSlashes(project).replace(/\/+$/, '')}/`;
  const same = (one: string) => (isWindowsPath(path) ? one.toLowerCase() : one);
  return base !== '' && same(slashed).startsWith(same(base))
    ? [slashed, slashed.slice(base.length)]
    : [slashed];
}

function expressionOf(source: string, flags: string): TagPattern | string {
  const wrong = /[^imsu]/.exec(flags)?.[0];
  if (wrong !== undefined) {
    return `the flag "${wrong}" of /${source}/${flags} cannot be used; there are i, m, s and u.`;
  }
  try {
    return { expression: new RegExp(source, flags === '' ? 'i' : flags), mayTakeLong: true };
  } catch (error) {
    return error instanceof Error ? `${error.message}.` : String(error);
  }
}

/** Scripts that put no spaces between words: there a word begins and ends anywhere. */
const unspaced =
  '\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}';

function wordsOf(text: string): RegExp {
  const words = text.split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const isLetter = (character: string | undefined) =>
    character !== undefined &&
    /[\p{L}\p{N}_]/u.test(character) &&
    !new RegExp(`[${unspaced}]`, 'u').test(character);
  const characters = [...text];
  const before = isLetter(characters[0]) ? `(?<![[\\p{L}\\p{N}_]--[${unspaced}]])` : '';
  const after = isLetter(characters.at(-1)) ? `(?![[\\p{L}\\p{N}_]--[${unspaced}]])` : '';
  return new RegExp(`${before}${words.join('\\s+')}${after}`, 'iv');
}

/** A glob with more wildcards than these may try very many ways. */
const fewWildcards = 3;

function globOf(condition: TagCondition, text: string): TagPattern | string {
  const isPath = condition === 'file' || condition === 'project';
  const glob = isPath
    ? withSlashes(text)
        .replace(/(?<=[^/])\/+$/, '/**')
        .replace(/^\.\//, '')
    : text;
  const whole = !isPath || glob.includes('/') ? glob : `**/${glob}`;
  try {
    // Branches are names with slashes, in which a star stops as in paths; names of tools and agents have any case.
    const expression = picomatch.makeRe(whole, {
      dot: true,
      windows: false,
      nocase: condition !== 'file' && condition !== 'branch',
    });
    return { expression, mayTakeLong: (whole.match(/[*+?@!([]/g) ?? []).length > fewWildcards };
  } catch (error) {
    return error instanceof Error ? `${error.message}.` : String(error);
  }
}
