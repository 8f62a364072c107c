// Other tools that report usage from the same files, and where they are installed. Exact versions, so that runs compare.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Outside the project's own packages: the benchmark works without them. */
export const cache = join(import.meta.dirname, '../../out/peers');
const at = (path) => join(cache, 'node_modules', path);
const { platform, arch } = process;
const nodePackage = `node-${platform}-${arch}`;
const nodeBinary = at(`${nodePackage}/bin/node`);
const tokscalePackage = `@tokscale/cli-${platform}-${arch}${platform === 'linux' ? '-gnu' : ''}`;
const ccusagePackage = `@ccusage/ccusage-${platform}-${arch}`;

/**
 * Each with the command that reports all usage as JSON, and how its totals read. `caches`: it keeps what it read below its home
 * folder, so that a later run is another figure.
 */
export const peerTools = [
  {
    ...{ name: 'ccusage', version: '20.0.24', caches: false },
    packages: [`${ccusagePackage}@20.0.24`],
    program: at(`${ccusagePackage}/bin/ccusage`),
    args: ['claude', 'daily', '--json', '-O'],
    totalsOf: ({ totals }) => ({
      ...{ input: totals.inputTokens, output: totals.outputTokens },
      ...{ cacheCreate: totals.cacheCreationTokens, cacheRead: totals.cacheReadTokens },
      costUsd: totals.totalCost,
    }),
  },
  {
    ...{ name: 'tokscale', version: '4.17.0', caches: true },
    packages: [`${tokscalePackage}@4.17.0`],
    program: at(`${tokscalePackage}/bin/tokscale`),
    args: ['models', '--json'],
    totalsOf: (report) => ({
      ...{ input: report.totalInput, output: report.totalOutput },
      ...{ cacheCreate: report.totalCacheWrite, cacheRead: report.totalCacheRead },
      costUsd: report.totalCost,
    }),
  },
  {
    ...{ name: 'codeburn', version: '0.9.15', caches: true },
    // It needs a newer Node than we do.
    packages: ['codeburn@0.9.15', `${nodePackage}@22.23.3`],
    program: nodeBinary,
    args: [
      at('codeburn/dist/cli.js'),
      'models',
      '--period',
      'all',
      '--format',
      'json',
      '--provider',
      'claude',
    ],
    totalsOf: (rows) => {
      const sum = (key) => rows.reduce((all, row) => all + row[key], 0);
      return {
        ...{ input: sum('inputTokens'), output: sum('outputTokens') },
        ...{ cacheCreate: sum('cacheWriteTokens'), cacheRead: sum('cacheReadTokens') },
        costUsd: sum('costUSD'),
      };
    },
  },
];

/** Those that are there. They are measured on Linux only, where the system tells what a process took. */
export function installedPeers() {
  return platform === 'linux' ? peerTools.filter(({ program }) => existsSync(program)) : [];
}
