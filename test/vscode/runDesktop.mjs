// The tests of test/host in a desktop VS Code, where one can be downloaded: `npm run test:desktop`.
import { runTests } from '@vscode/test-electron';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundleHostTests } from './bundleHostTests.mjs';
import { root } from './install.mjs';
import { makeWorkspace } from './workspace.mjs';

const out = join(root, 'out/host');
mkdirSync(out, { recursive: true });
await bundleHostTests(out);
const workspace = makeWorkspace();
try {
  await runTests({
    extensionDevelopmentPath: root,
    extensionTestsPath: join(out, 'index.js'),
    launchArgs: [workspace.repository, '--disable-extensions', '--disable-workspace-trust'],
    extensionTestsEnv: {
      HOME: workspace.home,
      USERPROFILE: workspace.home,
      HOST_TEST_WORKSPACE: JSON.stringify({ ...workspace, remove: undefined, nextLine: undefined }),
    },
  });
} finally {
  workspace.remove();
}
