/** Characters of a key at most. */
export const longestTicketKey = 64;

/**
 * The one spelling of a key that a person typed: trimmed, and in capitals when it has the form `ABC-123`. null when it is
 * no key: empty, longer than 64, or with other characters than letters, digits and `# . _ / -`.
 */
export function ticketKey(text: string): string | null {
  const key = text.trim();
  if (key.length > longestTicketKey || !/^[A-Za-z0-9#._/-]+$/.test(key)) {
    return null;
  }
  return /^[A-Za-z][A-Za-z0-9]+-\d+$/.test(key) ? key.toUpperCase() : key;
}

/** A number alone names an issue of one repository; every other key means the same wherever it is used. */
export function isIssueNumber(key: string): boolean {
  return /^#?\d+$/.test(key);
}
