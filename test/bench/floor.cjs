// The least that any reader has to do: read every session file and parse every line, in one thread.
const { readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) {
  if (entry.isFile() && entry.name.endsWith('.jsonl')) {
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    for (let start = 0, end; start < bytes.length; start = end + 1) {
      end = bytes.indexOf(10, start);
      end = end < 0 ? bytes.length : end;
      if (end > start) {
        try {
          JSON.parse(bytes.toString('utf8', start, end));
        } catch {
          // The torn end of a file.
        }
      }
    }
  }
}
