// npm run bench:peers: installs other tools that report usage, for the benchmark to run beside ours, into out/peers (about
// 280 MB, from the npm registry). Nothing else needs them. --remove takes them away again.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, peerTools } from './peerTools.mjs';

rmSync(cache, { recursive: true, force: true });
if (!process.argv.includes('--remove')) {
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'package.json'), '{ "private": true }\n');
  const packages = peerTools.flatMap((tool) => tool.packages);
  const quiet = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['install', ...quiet, ...packages], { cwd: cache, stdio: 'inherit' });
  for (const { name, version, program } of peerTools) {
    // Without their install scripts nobody has made them programs.
    chmodSync(program, 0o755);
    console.log(`${name} ${version}`);
  }
}
