import type { Finding, ScanResult } from '../../src/common/export.js';
import type { RedactionHost } from '../../src/common/redactionPanel.js';
import type { Remote } from '../../src/common/rpc.js';

/** What was found, all of it. */
export interface Scanned extends ScanResult {
  list: readonly Finding[];
}

const page = 500;

/** Asks page by page: what passes through the extension host at once keeps its thread busy. */
export async function allFindings(host: Pick<Remote<RedactionHost>, 'scan' | 'findings'>): Promise<Scanned> {
  const result = await host.scan();
  const list: Finding[] = [];
  while (list.length < result.findings) {
    const part = await host.findings(list.length, page);
    if (part.length === 0) {
      break;
    }
    list.push(...part);
  }
  return { ...result, list };
}
