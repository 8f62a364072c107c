import { GeminiFile } from './gemini/file.js';
import type { Importer } from './importer.js';
import { isPlainId } from './places.js';
import { QwenFile } from './qwen/file.js';
import { companions, counts, isGeminiForm, mayContain, roots, shapeOf } from './qwen/places.js';

/**
 * Qwen Code (github.com/QwenLM/qwen-code, `packages/core/src/services/chatRecordingService.ts`), from versions 0.21 and 0.24;
 * older files have the form of Gemini CLI, of which it is a fork. What counts twice there: telemetry lines and
 * `usage_record.jsonl` repeat the usage of answers, and forks copy lines. See `qwen/usage.ts`.
 */
export const qwen: Importer = {
  id: 'qwen',
  label: 'Qwen Code',
  version: 2,
  roots,
  shapeOf,
  mayContain,
  counts,
  companions,
  start(file, state) {
    return isGeminiForm(file.path) ? new GeminiFile('qwen', file, state) : new QwenFile(file, state);
  },
  resume(agentSessionId) {
    return isPlainId(agentSessionId) ? ['qwen', '--resume', agentSessionId] : null;
  },
  resumeFromPrompt(agentSessionId) {
    return isPlainId(agentSessionId)
      ? { command: ['qwen', '--resume', agentSessionId], backBy: '/rewind', copies: false }
      : null;
  },
};
