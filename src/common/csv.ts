/** A field of a row; null: not known, an empty field. */
export type CsvValue = string | number | boolean | null | undefined;

/**
 * A line of CSV by RFC 4180, with its CRLF. Fields with a quote, comma or line break are quoted. A text that a spreadsheet would
 * run as a formula gets an apostrophe in front; numbers stay numbers.
 */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(csvField).join(',')}\r\n`;
}

function csvField(value: CsvValue): string {
  if (value === null || value === undefined) {
    return '';
  }
  if (typeof value !== 'string') {
    return String(value);
  }
  // Spreadsheets skip blanks and read full-width forms like the plain ones.
  const text = /^[\s\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|^[\t\r\n]/.test(value)
    ? `'${value}`
    : value;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
