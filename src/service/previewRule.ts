import type { RulePreview } from '../common/ticketPage.js';
import type { Attributor } from '../store/attributor.js';
import type { Reader } from '../store/read/reader.js';

/** Tries another expression for branches on every stored response, in slices, and adds up what would move. */
export async function previewRule(
  attributor: Pick<Attributor, 'tryRule'>,
  reader: Pick<Reader, 'moveSums'>,
  pattern: string,
): Promise<RulePreview> {
  const sums = reader.moveSums();
  const problem = await attributor.tryRule(pattern, (moves) => sums.add(moves));
  // What was added up before the expression proved to be unusable would be half of something.
  return { problem, ...(problem === null ? sums : reader.moveSums()).result() };
}
