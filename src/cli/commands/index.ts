import type { Command } from '../command.js';
import { backupCommand, restoreCommand } from './backup.js';
import { abandonCommand } from './abandon.js';
import { assignCommand } from './assign.js';
import { digestCommand } from './digest.js';
import { doctorCommand } from './doctor.js';
import { exportCommand } from './export.js';
import { finishCommand } from './finish.js';
import { forgetCommand } from './forget.js';
import { importCommand } from './import.js';
import { markCommand } from './mark.js';
import { mergeCommand, unmergeCommand } from './merge.js';
import { reopenCommand } from './reopen.js';
import { reportCommand } from './report.js';
import { searchCommand } from './search.js';
import { sessionsCommand } from './sessions.js';
import { showCommand } from './show.js';
import { sqlCommand } from './sql.js';
import { startCommand } from './start.js';
import { statusCommand } from './status.js';
import { statuslineCommand } from './statusline.js';
import { switchCommand } from './switch.js';
import { usageCommand } from './usage.js';

/** All commands of `logbook`, in the order of the help text. */
export const commands: readonly Command[] = [
  importCommand,
  usageCommand,
  sessionsCommand,
  showCommand,
  searchCommand,
  sqlCommand,
  reportCommand,
  digestCommand,
  exportCommand,
  startCommand,
  finishCommand,
  switchCommand,
  statusCommand,
  statuslineCommand,
  markCommand,
  forgetCommand,
  backupCommand,
  restoreCommand,
  reopenCommand,
  abandonCommand,
  mergeCommand,
  unmergeCommand,
  assignCommand,
  doctorCommand,
];
