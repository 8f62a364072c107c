import { importerTargets } from './importerTarget.js';
import { cutTarget, storeTarget } from './ingestTargets.js';
import { searchTarget } from './searchTarget.js';
import { settingsTarget } from './settingsTarget.js';
import { callsTarget, commandLineTarget } from './storeTargets.js';
import type { Target } from './target.js';
import { textTarget } from './textTarget.js';
import { wireTarget } from './wireTarget.js';

/** Whatever takes what strangers wrote. To add one: a file, and a line here. */
export const targets: readonly Target[] = [
  ...importerTargets,
  cutTarget,
  storeTarget,
  wireTarget,
  callsTarget,
  commandLineTarget,
  searchTarget,
  settingsTarget,
  textTarget,
];
