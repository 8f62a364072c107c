import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { formatBytes, formatCount } from '../../common/format.js';
import { CommandError, type Command } from '../command.js';
import { plain } from '../table.js';
import { isoTime } from '../time.js';

export const backupCommand: Command = {
  name: 'backup',
  summary: 'Write the whole logbook into one file.',
  positionals: ['FILE'],
  options: { force: { type: 'boolean' } },
  help: ['--force  replace FILE where it exists'],
  takesIn: true,
  async run({ api, positionals, options, folder }) {
    const target = resolve(folder, positionals[0] as string);
    if (existsSync(target) && options.force !== true) {
      throw new CommandError(`${target} exists. Add --force to replace it.`);
    }
    const { file, at, bytes } = await api.backup(target);
    return {
      json: { file, at: isoTime(at), bytes },
      text: `${plain(file)}: ${formatBytes(bytes)}, not encrypted.`,
    };
  },
};

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'Replace the logbook by a backup; the old one is kept.',
  positionals: ['FILE'],
  options: { yes: { type: 'boolean' }, 'with-forgotten': { type: 'boolean' } },
  help: ['--yes             really replace it', '--with-forgotten  also bring back what was forgotten since'],
  takesIn: false,
  async run({ api, positionals, options, folder }) {
    const file = resolve(folder, positionals[0] as string);
    if (options.yes !== true) {
      throw new CommandError(`This replaces the logbook by ${file}. Add --yes to do it.`);
    }
    const sessions = await api.restore(file, options['with-forgotten'] === true);
    return { json: { file, sessions }, text: `Restored ${formatCount(sessions)} sessions.` };
  },
};
