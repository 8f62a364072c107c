import { writeSetting } from '../config.js';
import type { Command } from './command.js';

export const pauseRecording: Command = {
  id: 'agentLogbook.pauseRecording',
  run: () => writeSetting('recording.paused', true),
};
