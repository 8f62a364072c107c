import { GeminiFile } from './gemini/file.js';
import { companions, counts, mayContain, roots, shapeOf } from './gemini/places.js';
import type { Importer } from './importer.js';
import { isPlainId } from './places.js';

/**
 * Gemini CLI (github.com/google-gemini/gemini-cli, `packages/core/src/services/chatRecordingService.ts`), from documents of
 * 2024 to 0.3x and lines of 0.40 to 0.61. What counts twice there: a message is written again when its calls end or its
 * tokens come, and whole histories come again after a resume; usage goes by the message's id. See `gemini/usage.ts`.
 */
export const gemini: Importer = {
  id: 'gemini',
  label: 'Gemini CLI',
  version: 1,
  roots,
  shapeOf,
  mayContain,
  counts,
  companions,
  start(file, state) {
    return new GeminiFile('gemini', file, state);
  },
  resume(agentSessionId) {
    return isPlainId(agentSessionId) ? ['gemini', '--resume', agentSessionId] : null;
  },
  resumeFromPrompt(agentSessionId) {
    return isPlainId(agentSessionId)
      ? { command: ['gemini', '--resume', agentSessionId], backBy: '/rewind', copies: false }
      : null;
  },
};
