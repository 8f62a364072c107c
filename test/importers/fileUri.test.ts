import assert from 'node:assert/strict';
import { pathOfUri } from '../../src/importers/fileUri.js';

describe('the path of an address', () => {
  const cases: Record<string, string> = {
    'file:///work/my%20app': '/work/my app',
    'file:///work/%C3%A9t%C3%A9': '/work/été',
    'file:///c%3A/work': 'c:\\work',
    'file:///C:/work/a.ts': 'C:\\work\\a.ts',
    'file://server/share/a.ts': '\\\\server\\share\\a.ts',
    'file://localhost/work': '/work',
    'file:/work': '/work',
    'file:///work/100%/%zz/%C3': '/work/100%/%zz/%C3',
    '/work/a%20b': '/work/a%20b',
    'https://example.org/a': 'https://example.org/a',
    'file:': '',
    '': '',
  };
  for (const [uri, path] of Object.entries(cases)) {
    it(`of ${uri === '' ? 'nothing' : uri}`, () => assert.equal(pathOfUri(uri), path));
  }
});
