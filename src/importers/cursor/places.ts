import { baseName } from '../../common/paths.js';
import type { Places, SourceShape } from '../importer.js';
import { joinPath } from '../places.js';
import { userDataFolders } from '../userData.js';

/** What a file below a root tells of. */
export type Kind = 'global' | 'workspace' | 'chat' | 'lines' | 'text';

/** The editor's user data, also of its servers, and `~/.cursor` of the command line and the transcripts. */
export function roots(places: Places): string[] {
  return [...userDataFolders(places, [], 'Cursor'), joinPath(places, places.home, '.cursor')];
}

export function kindOf(path: string): Kind | null {
  if (path === 'globalStorage/state.vscdb') {
    return 'global';
  }
  if (/^workspaceStorage\/[^/]+\/state\.vscdb$/.test(path)) {
    return 'workspace';
  }
  if (/^chats\/[^/]+\/[^/]+\/store\.db$/.test(path)) {
    return 'chat';
  }
  const transcript =
    /^projects\/[^/]+\/agent-transcripts\/(?:[^/]+\/(?:subagents\/)?)?[^/]+\.(jsonl|txt)$/.exec(path);
  return transcript === null ? null : transcript[1] === 'txt' ? 'text' : 'lines';
}

export function shapeOf(path: string): SourceShape | null {
  switch (kindOf(path)) {
    case 'lines':
      return 'jsonl';
    case 'text':
      return 'text';
    case null:
      return null;
    default:
      return 'sqlite';
  }
}

export function mayContain(folder: string): boolean {
  return (
    /^(?:|globalStorage|workspaceStorage(?:\/[^/]+)?|chats(?:\/[^/]+){0,2})$/.test(folder) ||
    /^projects(?:\/[^/]+(?:\/agent-transcripts(?:\/[^/]+(?:\/subagents)?)?)?)?$/.test(folder)
  );
}

/** The file that names the workspace's folder; of a transcript as text the lines, which tell more. */
export function companions(path: string): string[] {
  if (kindOf(path) === 'text') {
    return [path.replace(/txt$/, 'jsonl')];
  }
  return kindOf(path) === 'workspace' ? [`${path.slice(0, -'state.vscdb'.length)}workspace.json`] : [];
}

/** The session that a transcript is of, and the one whose sub-agent that is. */
export function sessionOfTranscript(path: string): { session: string; parent: string | null } {
  const session = baseName(path).replace(/\.(?:jsonl|txt)$/, '');
  const parent = /\/([^/]+)\/subagents\/[^/]+$/.exec(path)?.[1] ?? null;
  return { session, parent };
}
