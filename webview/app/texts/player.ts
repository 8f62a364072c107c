/** What a replay in a file of its own says. `{0}` is the first argument. */
export const playerTexts = {
  playerSession: 'Session',
  playerMade: 'Exported on {0}, {1} places redacted',
  playerMadeOne: 'Exported on {0}, 1 place redacted',
  playerOnlyHere: 'Files can be opened in Agent Logbook, not in an exported replay.',
  playerNotInFile: 'That session is not in this file.',
  playerNotThere: 'That step is not in this file.',
  playerNothing: 'There is no replay in this file',
  playerNothingHint: 'It may have been cut off when it was copied. Export it again.',
  playerText: 'Whole text',
  playerChanges: 'Changes',
  playerNoPatch: 'What changed was not recorded.',
} as const;
