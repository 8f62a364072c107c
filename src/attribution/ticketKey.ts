/** Finds a ticket's key in the name of a branch; null: it names none. */
export type BranchRule = (branch: string) => string | null;

const longest = 64;

/**
 * The rule for branch names. `expression` is the user's own: its first group, or its whole match, is the key, case is
 * ignored; empty: the built-in rule. An expression that is none leaves the built-in rule and says what is wrong.
 */
export function branchRule(expression: string): { keyOf: BranchRule; problem: string | null } {
  if (expression.trim() === '') {
    return { keyOf: builtInKey, problem: null };
  }
  try {
    const pattern = new RegExp(expression, 'i');
    const keyOf = (branch: string) => {
      const match = pattern.exec(branch);
      return match ? ticketKey((match[1] ?? match[0]).toUpperCase()) : null;
    };
    return { keyOf, problem: null };
  } catch (error) {
    return { keyOf: builtInKey, problem: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * The one spelling of a key that a person typed: trimmed, and in capitals when it has the form `ABC-123`. null when it is
 * no key: empty, longer than 64, or with other characters than letters, digits and `# . _ / -`.
 */
export function ticketKey(text: string): string | null {
  const key = text.trim();
  if (key.length > longest || !/^[A-Za-z0-9#._/-]+$/.test(key)) {
    return null;
  }
  return /^[A-Za-z][A-Za-z0-9]+-\d+$/.test(key) ? key.toUpperCase() : key;
}

/** A number alone names an issue of one repository; every other key means the same wherever it is used. */
export function isIssueNumber(key: string): boolean {
  return /^#?\d+$/.test(key);
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
    if (isProject(project!) && key.length <= longest) {
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
