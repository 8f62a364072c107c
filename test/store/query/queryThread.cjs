// Runs src/queryWorker.ts as it is, without a bundle.
require('tsx/cjs');
require('../../setup.ts');
require('../../../src/queryWorker.ts');
