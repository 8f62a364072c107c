import { bombs } from './hostile/bombs.js';
import { noToken, otherUser, wrongCalls } from './hostile/border.js';
import { idle } from './hostile/connection.js';
import { questions } from './hostile/questions.js';
import { traversal } from './hostile/traversal.js';
import { Place, session, type Window } from '../faults/support.js';
import type { EndurancePart, Report } from './part.js';

/**
 * Part 6. What somebody may do who can write session files, or runs programs on the machine as another user or as this one
 * without the token. What a webview does with such texts is tried in a browser (test/ui/hostile.ui.mjs). Questions in
 * SQL are put by the command line; texts that look like it are tried by the calls. `size`: hostile sessions shown by a command each.
 */
export const hostile: EndurancePart = {
  name: 'hostile',
  title: 'who may not come in does not, and a session file reaches nothing but its own rows',
  short: { rounds: 1, minutes: 0, size: 2 },
  full: { rounds: 2, minutes: 0, size: 40 },
  async run({ rounds, size }, report) {
    for (let round = 0; round < rounds; round++) {
      await border(report);
      await traversal(report, size);
      await bombs(report);
    }
  },
};

/** A window has the store open, and others come. */
async function border(report: Report): Promise<void> {
  const place = new Place();
  try {
    place.session('good', session('good', [1, 2, 3]));
    const window = await place.window();
    await idle(window);
    const before = await state(window);
    otherUser(place, report);
    await noToken(place, report);
    await wrongCalls(place, report);
    await questions(place, window, report);
    if ((await state(window)) !== before) {
      report.fail('what the store holds is not what it was');
    }
    if (window.troubles.length > 0 || window.child.exitCode !== null) {
      report.fail(`the owner had trouble: ${window.troubles.join('; ')}`);
    }
    await window.close();
  } finally {
    await place.dispose();
  }
}

async function state(window: Window): Promise<string> {
  const settings = (await window.call('settings')) as object;
  const tickets = (await window.call('tickets', {})) as unknown[];
  return JSON.stringify([await window.totals(), settings, tickets.length]);
}
