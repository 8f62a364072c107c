import { TitleRank, type ImportEvent } from '../../common/model.js';
import { titleOf } from '../titles.js';
import type { ToolCategory } from '../../common/model.js';
import { unknownResponse } from './converter.js';

/** One part of a conversation in a text. */
export interface Turn {
  role: 'user' | 'assistant';
  at: number | null;
  model?: string;
  parts: readonly Part[];
}

export interface Part {
  kind: 'text' | 'thinking' | 'tool';
  text: string;
  tool?: { name: string; category: ToolCategory };
}

/** The events of a conversation that names its parts by their place. Answers are responses of which nothing is known. */
export function turnEvents(agent: string, session: string, turns: readonly Turn[]): ImportEvent[] {
  const events: ImportEvent[] = [];
  let titled = false;
  turns.forEach((turn, index) => {
    const response =
      turn.role === 'assistant'
        ? unknownResponse(agent, session, index, turn.at, turn.model ?? null)
        : undefined;
    if (response !== undefined) {
      events.push(response);
    }
    turn.parts.forEach((part, nth) => {
      const uid = `${index}/${nth}`;
      if (part.text.trim() === '' && part.tool === undefined) {
        return;
      }
      const kind =
        turn.role === 'assistant'
          ? part.kind
          : part.text.startsWith('/')
            ? ('command' as const)
            : ('prompt' as const);
      events.push({
        type: 'message',
        session,
        uid,
        at: turn.at,
        role: turn.role,
        kind,
        text: part.text,
        ...(part.tool === undefined ? {} : { tool: { callId: uid, ...part.tool } }),
        ...(turn.model === undefined ? {} : { model: turn.model }),
        ...(response === undefined ? {} : { response: response.key }),
      });
      if (!titled && turn.role === 'user') {
        titled = true;
        const title = { text: titleOf(part.text), rank: TitleRank.prompt };
        events.push({ type: 'session', session, title });
      }
    });
  });
  return events;
}
