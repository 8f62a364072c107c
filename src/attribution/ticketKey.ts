import { longestTicketKey, ticketKey } from '../common/ticketKey.js';

/** Finds a ticket's key in the name of a branch; null: it names none. */
export type BranchRule = (branch: string) => string | null;

/** How the keys of tickets are found and spelled. */
export interface TicketKeys {
  keyOf: BranchRule;
  /** The one spelling of a key that a person typed, the same that the rule for branches gives; null: it is none. */
  spelled(text: string): string | null;
  /** What is wrong with the user's expression, for the user; null: nothing. */
  problem(): string | null;
}

/** Runs an expression; undefined: it took too long. */
export type Match = (pattern: RegExp, text: string) => readonly (string | undefined)[] | null | undefined;

/** Git's own limit for a part of a name is 255; an expression is shown no more of what sessions claim to be a branch. */
const longestBranch = 255;

/**
 * The rule for branch names. `expression` is the user's own: its first group, or its whole match, is the key, case is
 * ignored; empty: the built-in rule. An expression that is none, or that takes too long for some name, leaves the built-in
 * rule and says what is wrong.
 */
export function branchRule(
  expression: string,
  match: Match = (pattern, text) => pattern.exec(text),
): TicketKeys {
  if (expression.trim() === '') {
    return { keyOf: builtInKey, spelled: ticketKey, problem: () => null };
  }
  let pattern: RegExp | null = null;
  let problem: string | null = null;
  try {
    pattern = new RegExp(expression, 'i');
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  return {
    keyOf(branch) {
      const found = pattern && match(pattern, branch.slice(0, longestBranch));
      if (found === undefined) {
        pattern = null;
        problem = `The expression takes too long for the name ${JSON.stringify(branch.slice(0, 80))}: /${expression}/`;
      }
      if (pattern === null) {
        return builtInKey(branch);
      }
      return found ? ticketKey((found[1] ?? found[0] ?? '').toUpperCase()) : null;
    },
    spelled: (text) => ticketKey(pattern === null ? text : text.toUpperCase()),
    problem: () => problem,
  };
}

/** Standards and encodings that look like keys. */
const notProjects = new Set(
  'UTF UCS ISO SHA MD AES RSA RFC CVE CWE HTTP TLS SSL IPV BASE X86 ARM ES EC PEP GPT COVID'.split(' '),
);

/** Words that stand before a number in the names of branches and are no project; only in small letters. */
const words = new Set(
  (
    'add admin alpha angular attempt backport beta bug bugfix build bump chore ci day debian ' +
    'demo deps dev docs draft experiment feat feature fix fixes fixup gh go hotfix issue issues iteration java ' +
    'level main master merge migrate milestone minor node option page part patch phase php poc postgres pr prerelease ' +
    'preview prod pull python rails rc react redis refactor release remove retry revert round ruby run rust sample ' +
    'session spike sprint stage staging step support task temp test tests tmp top trial try tune update upgrade ' +
    'use version vue wave week wip worktree'
  ).split(' '),
);

function builtInKey(branch: string): string | null {
  if (/^(dependabot|renovate)\//.test(branch)) {
    return projectKey(branch);
  }
  return projectKey(branch) ?? issueNumber(branch) ?? smallProjectKey(branch);
}

/** `ABC-123` anywhere. */
function projectKey(branch: string): string | null {
  for (const [key, project] of branch.matchAll(/(?<![A-Za-z0-9])([A-Z][A-Z0-9]+)-\d+(?![A-Za-z0-9])/g)) {
    if (isProject(project!) && key.length <= longestTicketKey) {
      return key;
    }
  }
  return null;
}

/** The number in `issue-123`, `gh-123`, `#123`, and in `123-title` where a part of the name begins so. */
function issueNumber(branch: string): string | null {
  const match =
    /(?<![A-Za-z0-9])(?:issues?|gh)[-_/#]?(\d+)(?![A-Za-z0-9])/i.exec(branch) ??
    /(?:^|[/_-])#(\d+)(?![A-Za-z0-9])/.exec(branch) ??
    /(?:^|\/)(\d+)[-_](?=\p{L})/u.exec(branch);
  const number = match?.[1];
  return number !== undefined && number.length <= 10 ? number : null;
}

/** `abc-123` where a part of the name begins so, as trackers propose names in small letters. */
function smallProjectKey(branch: string): string | null {
  for (const [, project, number] of branch.matchAll(
    /(?:^|\/)([a-z][a-z0-9]{1,9})-(\d+)(?![A-Za-z0-9])(?!-\d)/g,
  )) {
    if (isProject(project!.toUpperCase()) && !words.has(project!)) {
      return `${project}-${number}`.toUpperCase();
    }
  }
  return null;
}

function isProject(project: string): boolean {
  return !notProjects.has(project) && !/^V\d/.test(project);
}
