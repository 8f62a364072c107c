/* Preloaded: writes the most memory that the process held, in KB, into the file PEAK when it ends. */
const { writeFileSync } = require('node:fs');

process.on('exit', () => writeFileSync(process.env.PEAK, String(process.resourceUsage().maxRSS)));
