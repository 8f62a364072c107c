// The least that a process takes: it starts and ends.
process.exitCode = 0;
