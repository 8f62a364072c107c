// The short form of `npm run endurance -- leaks`.
import assert from 'node:assert/strict';
import { openAndClose, whatLeaks } from '../endurance/leaks/openAndClose.mjs';

export const scenarios = {
  'what is opened and closed leaves nothing': async ({ browser }) => {
    assert.deepEqual(whatLeaks(await openAndClose({ browser, rounds: 10, warmUp: 4 })), []);
  },
};
