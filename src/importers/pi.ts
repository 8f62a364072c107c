import type { Importer } from './importer.js';
import { isPlainId } from './places.js';
import { PiFile } from './pi/file.js';
import { mayContain, roots, shapeOf } from './pi/places.js';

/**
 * pi (github.com/badlogic/pi-mono, `packages/coding-agent/docs/session.md`), from session versions 1 to 3. What counts twice
 * there: a fork's file starts with copies of its parent's lines. See `pi/usage.ts`.
 */
export const pi: Importer = {
  id: 'pi',
  label: 'pi',
  version: 1,
  roots,
  shapeOf,
  mayContain,
  start(file, state) {
    return new PiFile(file, state);
  },
  resume(agentSessionId) {
    return isPlainId(agentSessionId) ? ['pi', '--session', agentSessionId] : null;
  },
  resumeFromPrompt(agentSessionId) {
    return isPlainId(agentSessionId)
      ? { command: ['pi', '--session', agentSessionId], backBy: '/fork', copies: true }
      : null;
  },
};
