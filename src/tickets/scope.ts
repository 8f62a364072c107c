import { isIssueNumber } from '../common/ticketKey.js';
import { samePath, type PathRules } from '../common/paths.js';
import type { Folder } from './folders.js';

/** The part of a ticket that is shown: all of it, or, without those of other repositories, what these have of it. */
export interface TicketScope {
  ticket: string;
  repositories?: readonly string[];
}

/**
 * What a ticket is to those who look from these repositories; null: from nowhere. Issue 12 of one repository has nothing to do
 * with issue 12 of another, while ABC-12 of a tracker may need work in several.
 */
export function ticketScope(key: string, repositories: readonly string[] | null): TicketScope {
  return repositories && isIssueNumber(key) ? { ticket: key, repositories } : { ticket: key };
}

export function repositoriesOf(folder: Folder | null): readonly string[] | null {
  return folder && (folder.repository === null ? [] : [folder.repository]);
}

/** Whether work in a repository belongs to the part; where none is known it does. */
export function inTicketScope(
  repository: string | null,
  { repositories }: TicketScope,
  rules: PathRules,
): boolean {
  return (
    !repositories || repository === null || repositories.some((path) => samePath(path, repository, rules))
  );
}
