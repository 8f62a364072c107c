/** One file of the small script that makes `logbook` a command in VS Code's terminals. */
export interface ShimFile {
  name: string;
  text: string;
  /** File mode; without meaning on Windows. */
  mode: number;
}

/**
 * The script runs `cliPath` with the editor's own runtime, `execPath`, which behaves as Node when it is asked to. Both scripts
 * are made on every system: a Windows terminal may run a POSIX shell.
 */
export function shimFiles(execPath: string, cliPath: string): readonly ShimFile[] {
  return [
    { name: 'logbook', text: posixScript(execPath, cliPath), mode: 0o700 },
    { name: 'logbook.cmd', text: windowsScript(execPath, cliPath), mode: 0o700 },
  ];
}

function posixScript(execPath: string, cliPath: string): string {
  // In single quotes nothing is special but the quote itself.
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  return `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec ${quoted(execPath)} ${quoted(cliPath)} "$@"\n`;
}

function windowsScript(execPath: string, cliPath: string): string {
  // A Windows path has no double quotes; a percent sign would start a variable.
  const quoted = (text: string) => `"${text.replaceAll('%', '%%')}"`;
  const run = `${quoted(execPath)} ${quoted(cliPath)} %*`;
  return [
    '@echo off',
    'setlocal',
    'set ELECTRON_RUN_AS_NODE=1',
    ...(isAscii(run) ? [run] : inUtf8(run)),
    '',
  ].join('\r\n');
}

/** The command reads its script in the console's code page, which is seldom that of the file; it is put back afterwards. */
function inUtf8(run: string): string[] {
  return [
    `for /f "tokens=2 delims=:." %%p in ('chcp') do set "page=%%p"`,
    'chcp 65001 >nul',
    run,
    'set "code=%errorlevel%"',
    'chcp %page% >nul',
    'exit /b %code%',
  ];
}

function isAscii(text: string): boolean {
  return /^[ -~]*$/.test(text);
}
