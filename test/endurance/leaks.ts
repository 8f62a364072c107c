import type { EndurancePart } from './part.js';

/** `rounds`: how often a replay and the statistics are opened and closed, and the tree is built anew. */
export const leaks: EndurancePart = {
  name: 'leaks',
  title: 'What is opened and closed in VS Code leaves nothing: no memory, no handle, no listener',
  elsewhere: 'test/ui/leaks.ui.mjs',
  short: { rounds: 10, minutes: 0, size: 0 },
  full: { rounds: 200, minutes: 0, size: 0 },
  async run({ rounds }, report) {
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      report.skip('VS Code comes from npm for Linux x64 only');
      return;
    }
    const { startBrowser } = await import('../vscode/launch.mjs');
    const { openAndClose, whatLeaks } = await import('./leaks/openAndClose.mjs');
    const { browser } = await startBrowser();
    try {
      const found = await openAndClose({
        browser,
        rounds,
        warmUp: Math.ceil(rounds / 5),
        say: (text) => report.progress(text),
      });
      for (const when of ['before', 'after'] as const) {
        const { page, descriptors, ...threads } = found[when];
        for (const [name, held] of Object.entries(threads)) {
          report.figure(`${when}: memory of the thread ${name}`, held.memory / 1e6, 'MB');
          const handles = Object.values(held.resources).reduce((sum, count) => sum + count, 0);
          report.figure(`${when}: handles of the thread ${name}`, handles);
        }
        report.figure(`${when}: descriptors`, descriptors);
        report.figure(`${when}: memory of the page`, page.memory / 1e6, 'MB');
        report.figure(`${when}: listeners of the page`, page.listeners);
        report.figure(`${when}: nodes of the page`, page.nodes);
      }
      whatLeaks(found).forEach((sentence) => report.fail(sentence));
    } finally {
      await browser.close();
    }
  },
};
