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
    {
      name: 'logbook',
      text: `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec ${posixQuoted(execPath)} ${posixQuoted(cliPath)} "$@"\n`,
      mode: 0o700,
    },
    {
      name: 'logbook.cmd',
      text: `@echo off\r\nsetlocal\r\nset ELECTRON_RUN_AS_NODE=1\r\n${cmdQuoted(execPath)} ${cmdQuoted(cliPath)} %*\r\n`,
      mode: 0o700,
    },
  ];
}

/** In single quotes nothing is special but the quote itself. */
function posixQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A Windows path has no double quotes; a percent sign would start a variable. */
function cmdQuoted(text: string): string {
  return `"${text.replaceAll('%', '%%')}"`;
}
