import type { ImportEvent, MessageEvent } from '../common/model.js';
import { TitleRank } from '../common/model.js';
import type { Keep } from '../common/settings.js';

/** An event as it may be kept, and whether something of it was taken away; null when nothing may be kept. */
export type Kept = { event: ImportEvent; withheld: boolean } | null;

/**
 * Takes the texts away that the user does not want kept, before they reach the database. Times, tokens, names of tools and
 * paths of changed files always stay.
 */
export function withhold(event: ImportEvent, keep: Keep): Kept {
  switch (event.type) {
    case 'message':
      return keepsMessage(event, keep) ? whole(event) : { event: { ...event, text: '' }, withheld: true };
    case 'tool_result':
      return keep.toolOutput || event.output === null
        ? whole(event)
        : { event: { ...event, output: null }, withheld: true };
    case 'session': {
      if (keepsTitle(event.title?.rank, keep)) {
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
      // Also in a file of its own it is what an agent handed to a tool.
      return keep.toolArguments ? whole(event) : null;
    default:
      return whole(event);
  }
}

function keepsTitle(rank: number | undefined, keep: Keep): boolean {
  switch (rank) {
    case TitleRank.prompt:
      return keep.prompts;
    case TitleRank.task:
      return keep.toolArguments;
    default:
      return true;
  }
}

function keepsMessage({ kind, role, thread, isTask }: MessageEvent, keep: Keep): boolean {
  switch (kind) {
    case 'prompt':
    case 'command':
    case 'shell':
      return keep.prompts;
    case 'thinking':
      return keep.reasoning;
    case 'tool':
      return keep.toolArguments;
    case 'injected':
      // What a sub-agent is told, its parent has written into a tool's arguments.
      return keep.toolArguments || !(isTask === true || (thread !== undefined && role === 'user'));
    default:
      return true;
  }
}

function whole(event: ImportEvent): Kept {
  return { event, withheld: false };
}
