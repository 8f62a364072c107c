import type { ImportEvent } from '../common/model.js';
import { TitleRank } from '../common/model.js';
import type { Keep } from '../common/settings.js';
import type { SourceShape } from '../importers/importer.js';

/** An event as it may be kept, and whether something of it was taken away; null when nothing may be kept. */
export type Kept = { event: ImportEvent; withheld: boolean } | null;

/**
 * Takes the texts away that the user does not want kept, before they reach the database. Times, tokens, names of tools and
 * paths of changed files always stay.
 */
export function withhold(event: ImportEvent, keep: Keep, shape: SourceShape): Kept {
  switch (event.type) {
    case 'message':
      return keepsMessage(event.kind, keep)
        ? whole(event)
        : { event: { ...event, text: '' }, withheld: true };
    case 'tool_result': {
      if (keep.toolOutput || (event.output === null && event.overflowPath === undefined)) {
        return whole(event);
      }
      const { overflowPath: _path, ...rest } = event;
      return { event: { ...rest, output: null }, withheld: true };
    }
    case 'session': {
      // A title of this rank is the first prompt.
      if (keep.prompts || event.title?.rank !== TitleRank.prompt) {
        return whole(event);
      }
      const { title: _title, ...rest } = event;
      return { event: rest, withheld: true };
    }
    case 'file_change': {
      // A patch repeats the tool's arguments, or its output.
      if (event.patch === undefined || (keep.toolArguments && keep.toolOutput)) {
        return whole(event);
      }
      const { patch: _patch, ...rest } = event;
      return { event: rest, withheld: true };
    }
    case 'sub_agent': {
      if (keep.toolArguments || event.description === undefined) {
        return whole(event);
      }
      const { description: _description, ...rest } = event;
      return { event: rest, withheld: true };
    }
    case 'prompt':
      return keep.prompts ? whole(event) : null;
    case 'todos':
      return keep.toolArguments ? whole(event) : null;
    case 'plan':
      // In a session's own lines a plan is the argument of a tool; in a file of its own it is a document.
      return keep.toolArguments || shape !== 'jsonl' ? whole(event) : null;
    default:
      return whole(event);
  }
}

function keepsMessage(kind: string, keep: Keep): boolean {
  switch (kind) {
    case 'prompt':
    case 'command':
    case 'shell':
      return keep.prompts;
    case 'thinking':
      return keep.reasoning;
    case 'tool':
      return keep.toolArguments;
    default:
      return true;
  }
}

function whole(event: ImportEvent): Kept {
  return { event, withheld: false };
}
