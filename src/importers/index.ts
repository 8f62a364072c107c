import { claude } from './claude.js';
import { codex } from './codex.js';
import { copilot } from './copilot.js';
import { gemini } from './gemini.js';
import type { Importer } from './importer.js';

/** Every agent whose sessions can be read. To add one, write its file and name it here. */
export const importers: readonly Importer[] = [claude, codex, copilot, gemini];
