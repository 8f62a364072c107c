import { TitleRank, type ImportEvent, type ToolCategory } from '../../common/model.js';
import { fingerprint, ident, time, typeName } from '../fields.js';
import type { SourceFile } from '../importer.js';
import { titleOf } from '../titles.js';
import { converter, type Converted } from './converter.js';
import { turnEvents, type Part, type Turn } from './turns.js';

/**
 * Markdown that SpecStory keeps in `.specstory/history`: headings `_**User**_` and `_**Assistant**_` (or `Agent`), in newer files with
 * time or model in parentheses; a comment with the session's id; thinking in `<think>`, calls in `<tool-use>`. Layouts vary by
 * version: what is in none of these marks is text of whoever speaks.
 */
export const specStory = converter('spec-story', 'SpecStory', 'text', read);

/** The first line of a turn. */
export const SPEAKER =
  /^_\*\*(User|Human|Assistant|Agent|AI)(?: - [^*]{0,80})?(?: \(([^)]{0,300})\))?\*\*_\s*$/;

function read(text: unknown, file: SourceFile): Converted {
  if (typeof text !== 'string') {
    return { events: [], problems: [`the history is ${typeName(text)}, not a text`] };
  }
  const turns: { role: Turn['role']; note: string; lines: string[] }[] = [];
  const head: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const found = SPEAKER.exec(line);
    if (found !== null) {
      turns.push({
        role: /User|Human/.test(found[1] ?? '') ? 'user' : 'assistant',
        note: found[2] ?? '',
        lines: [],
      });
    } else {
      (turns.at(-1)?.lines ?? head).push(line);
    }
  }
  if (turns.length === 0) {
    return { events: [], problems: ['no heading _**User**_ or _**Assistant**_ is in it'] };
  }
  const opening = head.join('\n');
  const spoken = turns.map(turnOf);
  const session = sessionId(opening, spoken);
  const heading = /^#+ (.+)$/m.exec(opening)?.[1]?.trim() ?? '';
  const at = timeIn(heading) ?? timeIn(opening) ?? spoken.find((turn) => turn.at !== null)?.at ?? null;
  const title = titleOf(heading.slice(0, 1000).replace(/\s*\(\d{4}-\d\d-\d\d[^)]*\)\s*$/, ''));
  const known = at ?? (file.modifiedAt > 0 ? Math.round(file.modifiedAt) : null);
  const facts: ImportEvent = {
    type: 'session',
    session,
    ...(known === null ? {} : { at: known }),
    ...(title === '' || timeIn(title) !== null ? {} : { title: { text: title, rank: TitleRank.generated } }),
  };
  return { events: [facts, ...turnEvents('specstory', session, spoken)], problems: [] };
}

/** `<!-- Claude Code Session 8e8f… (2026-01-02 03:04:05Z) -->`, in older files `<!-- cursor Session … -->`. */
function sessionId(opening: string, turns: readonly Turn[]): string {
  const told = /<!--[^\n]{0,80}?\bSession ([\w-]{6,100})/.exec(opening)?.[1];
  const first = turns[0]?.parts[0]?.text ?? '';
  return ident(told) ?? `specstory-${fingerprint(`${opening}\n${first}`)}`;
}

function turnOf({ role, note, lines }: { role: Turn['role']; note: string; lines: string[] }): Turn {
  const model = /\bmodel ([^\s,)]{1,200})/.exec(note)?.[1];
  const body = lines
    .join('\n')
    .replace(/\n-{3,}\s*$/, '')
    .trim();
  return {
    role,
    at: timeIn(note),
    ...(model === undefined ? {} : { model }),
    parts: role === 'user' ? [{ kind: 'text', text: body }] : partsOf(body),
  };
}

/** Thinking and calls stand in tags of their own between the text. */
function partsOf(body: string): Part[] {
  const parts: Part[] = [];
  const open = new Set<string>();
  let end = 0;
  for (const found of body.matchAll(/<(think|tool-use)\b([^>]{0,500})>/g)) {
    const opened = found.index + found[0].length;
    const closer = `</${found[1]}>`;
    const closed = found.index < end || open.has(closer) ? -1 : body.indexOf(closer, opened);
    if (closed < 0) {
      // Inside another tag, or one that nothing closes: text. What nothing closes is looked for once.
      if (found.index >= end) {
        open.add(closer);
      }
      continue;
    }
    parts.push({ kind: 'text', text: body.slice(end, found.index).trim() });
    const inner = body
      .slice(opened, closed)
      .replace(/<\/?details>|<\/?summary>/g, '')
      .trim();
    const name = /data-tool-name="([^"]{1,200})"/.exec(found[2] ?? '')?.[1] ?? 'tool';
    const category =
      CATEGORIES.get(/data-tool-type="([^"]{1,40})"/.exec(found[2] ?? '')?.[1] ?? '') ?? 'other';
    parts.push(
      found[1] === 'think'
        ? { kind: 'thinking', text: inner.replace(/^Thought Process\s*/, '') }
        : { kind: 'tool', text: inner, tool: { name, category } },
    );
    end = closed + closer.length;
  }
  parts.push({ kind: 'text', text: body.slice(end).trim() });
  return parts.filter(({ text, tool }) => text !== '' || tool !== undefined);
}

function timeIn(text: string): number | null {
  const found = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/.exec(text)?.[0];
  return found === undefined ? null : time(found.replace(' ', 'T'));
}

/** SpecStory's own kinds of tools. */
const CATEGORIES: ReadonlyMap<string, ToolCategory> = new Map<string, ToolCategory>([
  ['read', 'read'],
  ['write', 'edit'],
  ['edit', 'edit'],
  ['search', 'search'],
  ['shell', 'run'],
  ['task', 'delegate'],
  ['mcp', 'mcp'],
]);
