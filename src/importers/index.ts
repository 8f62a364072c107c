import { aider } from './aider.js';
import { amp } from './amp.js';
import { claude } from './claude.js';
import { cline } from './cline.js';
import { codex } from './codex.js';
import { copilot } from './copilot.js';
import { cursor } from './cursor.js';
import { dropIn } from './dropIn.js';
import { gemini } from './gemini.js';
import { goose } from './goose.js';
import type { Importer } from './importer.js';
import { kilo } from './kilo.js';
import { opencode } from './opencode.js';
import { pi } from './pi.js';
import { qwen } from './qwen.js';
import { roo } from './roo.js';
import { vscodeCopilot } from './vscodeCopilot.js';

/** Every agent whose sessions can be read. To add one, write its file and name it here. */
export const importers: readonly Importer[] = [
  claude,
  codex,
  copilot,
  vscodeCopilot,
  gemini,
  qwen,
  cline,
  roo,
  kilo,
  opencode,
  amp,
  pi,
  goose,
  aider,
  dropIn,
  cursor,
];
