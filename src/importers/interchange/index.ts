import type { Importer } from '../importer.js';
import { exported } from './exported.js';
import { promptFlow } from './promptFlow.js';
import { specStory } from './specStory.js';
import { transcript } from './transcript.js';

/** Forms in which people hand sessions to each other. No agent leaves them on disk: they are read when they are given. */
export const interchange: readonly Importer[] = [exported, promptFlow, specStory, transcript];
