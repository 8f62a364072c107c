import { writeSetting } from '../config.js';
import type { Command } from './command.js';

export const resumeRecording: Command = {
  id: 'agentLogbook.resumeRecording',
  run: () => writeSetting('recording.paused', undefined),
};
