import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// SQL texts are imported as strings, as the bundler does it.
createRequire(__filename).extensions['.sql'] = (module, file) => {
  module.exports = readFileSync(file, 'utf8');
};
