import assert from 'node:assert/strict';
import { aider } from '../../src/importers/aider.js';
import { cline } from '../../src/importers/cline.js';
import type { Importer } from '../../src/importers/importer.js';
import { specStory } from '../../src/importers/interchange/specStory.js';

const many = 200_000;
const blanks = ' '.repeat(many);
const lines = '\n'.repeat(many);

/**
 * Texts of a session are anyone's: a search that begins again at each of many blanks takes hours on a few megabytes. Each of
 * these took longer than a test may.
 */
describe('long texts', () => {
  const story = (heading: string, answer: string): string =>
    `${heading}\n\n_**User**_\n\nhi\n\n---\n\n_**Assistant**_\n\n${answer}\n`;
  const cases: [string, Importer, string, unknown, string][] = [
    ['blanks in a title', specStory, 'a.md', story(`# Tabs${blanks}x`, 'ho'), 'ho'],
    ['comments without an end', specStory, 'a.md', story(`# Tabs\n${'<!--'.repeat(many)}`, 'ho'), 'ho'],
    ['tags without an end', specStory, 'a.md', story('# Tabs', '<think>'.repeat(many)), '<think><think>'],
    ['rules without an end', specStory, 'a.md', story('# Tabs', `${'\n---'.repeat(many)}x`), '---'],
    [
      'a list of nothing',
      cline,
      'tasks/1767322800000/ui_messages.json',
      [
        { ts: 1_767_322_800_000, type: 'say', say: 'text', text: 'Do it' },
        { ts: 1_767_322_800_001, type: 'say', say: 'task_progress', text: `${lines}- [x] Done` },
      ],
      'Do it',
    ],
    [
      'thoughts without an end',
      aider,
      'repo/.aider.chat.history.md',
      `# aider chat started at 2026-01-02 03:04:05\n\n#### go  \n► **THINKING**\n${lines}x${'-'.repeat(many)}\nwell\n`,
      'THINKING',
    ],
    [
      'thoughts of blanks',
      aider,
      'repo/.aider.chat.history.md',
      `# aider chat started at 2026-01-02 03:04:05\n\n#### go  \n► **THINKING**\nhm${lines}\n------------\n► **ANSWER**\nwell\n`,
      'hm',
    ],
  ];
  for (const [what, importer, path, record, said] of cases) {
    it(`are read in time: ${what}`, () => {
      const parser = importer.start({ root: '/home/dev/src', path, modifiedAt: 0 });
      const { events } = parser.parse(record, { offset: 0, length: 1 });
      const texts = events.flatMap((event) => (event.type === 'message' ? [event.text] : []));
      assert.ok(
        texts.some((text) => text.includes(said)),
        texts.map((text) => text.slice(0, 40)).join(' | '),
      );
    });
  }
});
