import { abandonTicket } from './abandonTicket.js';
import { archiveSession, unarchiveSession } from './archiveSession.js';
import { assignRange } from './assignRange.js';
import { assignTicket } from './assignTicket.js';
import { backUpLogbook } from './backUpLogbook.js';
import { cancelImport } from './cancelImport.js';
import { clearFilter } from './clearFilter.js';
import { compareSessions } from './compareSessions.js';
import { copyAsMarkdown } from './copyAsMarkdown.js';
import { copySessionId } from './copySessionId.js';
import { copyTicketAsMarkdown } from './copyTicketAsMarkdown.js';
import { deleteAllData } from './deleteAllData.js';
import { doctor } from './doctor.js';
import { editNote } from './editNote.js';
import { editTags } from './editTags.js';
import { excludeProject } from './excludeProject.js';
import { favouriteSession, unfavouriteSession } from './favouriteSession.js';
import { filterByMarks } from './filterByMarks.js';
import { exportAny } from './exportAny.js';
import { exportSession } from './exportSession.js';
import { exportTicket } from './exportTicket.js';
import { filterSessions } from './filterSessions.js';
import { finishTicket } from './finishTicket.js';
import { forgetBefore } from './forgetBefore.js';
import { forgetSession } from './forgetSession.js';
import { groupBy } from './groupBy.js';
import { importFile } from './importFile.js';
import { leaveSamples } from './leaveSamples.js';
import { loadMore } from './loadMore.js';
import { loadSamples } from './loadSamples.js';
import { mergeTicket } from './mergeTicket.js';
import { openPlan } from './openPlan.js';
import { openPlanSession } from './openPlanSession.js';
import { openReplay } from './openReplay.js';
import { openSettings } from './openSettings.js';
import { openSql } from './openSql.js';
import { openStats } from './openStats.js';
import { openTicketPage } from './openTicketPage.js';
import { pauseRecording } from './pauseRecording.js';
import { previewTicketRule } from './previewTicketRule.js';
import { refresh } from './refresh.js';
import { rememberForgotten } from './rememberForgotten.js';
import { renameSession } from './renameSession.js';
import { reopenTicket } from './reopenTicket.js';
import { reportIssue } from './reportIssue.js';
import { restoreLogbook } from './restoreLogbook.js';
import { resumeInTerminal } from './resumeInTerminal.js';
import { resumeRecording } from './resumeRecording.js';
import { revealFile } from './revealFile.js';
import { searchQuickly } from './searchQuickly.js';
import { searchSessions } from './searchSessions.js';
import { sessionsOfFile } from './sessionsOfFile.js';
import { showAllSessions } from './showAllSessions.js';
import { showFirstRun } from './showFirstRun.js';
import { showLog } from './showLog.js';
import { showSessionPage } from './showSessionPage.js';
import { showThisWorkspace } from './showThisWorkspace.js';
import { showTicketSummary } from './showTicketSummary.js';
import { startTicket } from './startTicket.js';
import { switchTicket } from './switchTicket.js';
import { ticketStatus } from './ticketStatus.js';
import { tryTagRules } from './tryTagRules.js';
import type { Command } from './command.js';

/** Every command. To add one: a file here, a line in this table, its title and place in package.json. */
export const commands: readonly Command[] = [
  abandonTicket,
  archiveSession,
  assignRange,
  assignTicket,
  backUpLogbook,
  cancelImport,
  clearFilter,
  compareSessions,
  copyAsMarkdown,
  copySessionId,
  copyTicketAsMarkdown,
  deleteAllData,
  doctor,
  editNote,
  editTags,
  excludeProject,
  favouriteSession,
  filterByMarks,
  exportAny,
  exportSession,
  exportTicket,
  filterSessions,
  finishTicket,
  forgetBefore,
  forgetSession,
  groupBy,
  importFile,
  leaveSamples,
  loadMore,
  loadSamples,
  mergeTicket,
  openPlan,
  openPlanSession,
  openReplay,
  openSettings,
  openSql,
  openStats,
  openTicketPage,
  pauseRecording,
  previewTicketRule,
  refresh,
  rememberForgotten,
  renameSession,
  reopenTicket,
  reportIssue,
  restoreLogbook,
  resumeInTerminal,
  resumeRecording,
  revealFile,
  searchQuickly,
  searchSessions,
  sessionsOfFile,
  showAllSessions,
  showFirstRun,
  showLog,
  showSessionPage,
  showThisWorkspace,
  showTicketSummary,
  startTicket,
  switchTicket,
  ticketStatus,
  tryTagRules,
  unarchiveSession,
  unfavouriteSession,
];
