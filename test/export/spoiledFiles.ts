import { promises } from 'node:fs';

/** Which call on files that `node:fs/promises` opened fails, and how. */
export interface FileFault {
  call: 'write' | 'sync';
  code: string;
  /** So many calls pass before. */
  after: number;
}

/** What was done with files meanwhile. */
export interface FileUse {
  calls: Record<FileFault['call'], number>;
  /** Files that were open at once, at most. */
  mostOpen: number;
}

/** Runs something while a call on opened files fails, from then on. */
export async function withFault(fault: FileFault | null, run: () => Promise<void>): Promise<FileUse> {
  const use: FileUse = { calls: { write: 0, sync: 0 }, mostOpen: 0 };
  const { open } = promises;
  let now = 0;
  promises.open = async (...args) => {
    const handle = await open(...args);
    use.mostOpen = Math.max(use.mostOpen, ++now);
    for (const call of ['write', 'sync'] as const) {
      const original = handle[call].bind(handle) as (...given: unknown[]) => Promise<unknown>;
      const spoiled = (...given: unknown[]) =>
        fault?.call === call && use.calls[call]++ >= fault.after
          ? Promise.reject(Object.assign(new Error(`${fault.code}: made by the test`), { code: fault.code }))
          : original(...given);
      Object.assign(handle, { [call]: spoiled });
    }
    const close = handle.close.bind(handle);
    handle.close = () => {
      now--;
      return close();
    };
    return handle;
  };
  try {
    await run();
    return use;
  } finally {
    promises.open = open;
  }
}
