import assert from 'node:assert/strict';
import { shimFiles } from '../../src/ui/shim.js';

describe('the script for terminals', () => {
  it('quotes its paths', () => {
    const [posix, windows] = shimFiles("/opt/it's $HOME/code", 'C:\\100% sure\\cli.js');
    assert.ok(posix?.text.includes(`exec '/opt/it'\\''s $HOME/code' 'C:\\100% sure\\cli.js' "$@"`));
    assert.ok(windows?.text.includes(`"C:\\100%% sure\\cli.js" %*`));
    assert.equal(posix?.mode, 0o700);
  });

  it('ends every line as its shell wants it', () => {
    const [posix, windows] = shimFiles('/code', 'C:\\a\\cli.js');
    assert.doesNotMatch(posix?.text ?? '', /\r/);
    assert.deepEqual(windows?.text.split('\r\n'), [
      '@echo off',
      'setlocal',
      'set ELECTRON_RUN_AS_NODE=1',
      '"/code" "C:\\a\\cli.js" %*',
      '',
    ]);
  });

  it('tells the Windows command the encoding of other letters, puts it back and keeps the exit code', () => {
    const [, windows] = shimFiles('C:\\Users\\José\\Code.exe', 'C:\\cli.js');
    assert.deepEqual(windows?.text.split('\r\n').slice(3), [
      `for /f "tokens=2 delims=:." %%p in ('chcp') do set "page=%%p"`,
      'chcp 65001 >nul',
      '"C:\\Users\\José\\Code.exe" "C:\\cli.js" %*',
      'set "code=%errorlevel%"',
      'chcp %page% >nul',
      'exit /b %code%',
      '',
    ]);
  });
});
