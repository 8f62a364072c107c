import { writeSetting } from '../config.js';
import type { Command } from './command.js';

export const leaveSamples: Command = {
  id: 'agentLogbook.leaveSamples',
  run: () => writeSetting('sampleSessions', undefined),
};
