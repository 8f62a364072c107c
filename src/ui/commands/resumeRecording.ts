import { readSettings, writeSetting } from '../config.js';
import type { Command } from './command.js';

/** Goes on after a pause, and after an import that was stopped. */
export const resumeRecording: Command = {
  id: 'agentLogbook.resumeRecording',
  async run({ store }) {
    if (readSettings().paused) {
      await writeSetting('recording.paused', undefined);
    } else {
      await store.own.api.rescan();
    }
  },
};
