import assert from 'node:assert/strict';
import { mainArgument } from '../../src/common/toolInput.js';

describe('what a tool call is about', () => {
  const cases: [input: string, expected: string][] = [
    ['{"description":"d","command":"npm test\\n&& x"}', 'npm test\n&& x'],
    ['{"file_path":"/a/b.ts","content":"very lo', '/a/b.ts'],
    ['{"command":["bash","-lc","ls -l"]}', 'ls -l'],
    ['{"command":["bash","-lc","ls -l && ca', 'ls -l && ca'],
    ['{"command":["rg", "a b', "rg 'a b'"],
    ['{"command":["bash","-lc","a\\', 'a'],
    ['{}', ''],
    ['npm test', 'npm test'],
    ['{"description":"Run tests","command":"npm \\"test\\""}', 'npm "test"'],
    ['{"command":["bash","-lc","npm test"],"workdir":"/x"}', 'npm test'],
    ['{"file_path":"/home/you/a.ts","old_string":"x"}', '/home/you/a.ts'],
    ['{"command":"npm run a-very-long-', 'npm run a-very-long-'],
    ['{"plan":"# Limit logins\\n\\n1. Count"}', '# Limit logins\n\n1. Count'],
    ['{"todos":[{"content":"Count","status":"pending"}]}', 'Count'],
    ['{"something":1}', '{"something":1}'],
  ];
  for (const [input, expected] of cases) {
    it(`is “${expected}” of ${input}`, () => assert.equal(mainArgument(input), expected));
  }
});
