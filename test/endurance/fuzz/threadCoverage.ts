import { startCoverage } from './coverage.js';

/** Begins when this file is loaded, which has to be before the code that is looked at. */
export const coverage = startCoverage((url) => /\/(?:src|webview)\/[^?]*\.tsx?$/.test(url));
