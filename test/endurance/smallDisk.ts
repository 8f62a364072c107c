import { execFileSync } from 'node:child_process';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** A file system of its own, of a few MB, with everything that the real one may do to us. */
export interface SmallDisk {
  readonly path: string;
  /** Takes all space but so many bytes. */
  fill(left: number): void;
  /** Gives back what `fill` took. */
  empty(): void;
  /** No file may be open for writing. */
  setReadOnly(on: boolean): void;
  /**
   * The power goes: what was not synced is lost, and every call fails from now on. Nobody may have a file open when
   * `bringBack` mounts it again.
   */
  cutPower(): void;
  bringBack(): void;
  dispose(): void;
}

const bytes = 24 << 20;
/** `EXT4_IOC_SHUTDOWN` with `EXT4_GOING_FLAGS_NOLOGFLUSH`; Node has no ioctl. */
const shutDown = `import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack('I', 2))`;

/** Why this machine has no such disks; null: it has. */
export function whyNoSmallDisk(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return 'a disk of its own needs Linux and root';
  }
  try {
    for (const program of ['mkfs.ext4', 'mount', 'python3']) {
      execFileSync('which', [program], { stdio: 'ignore' });
    }
    execFileSync('test', ['-e', '/dev/loop-control'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'a disk of its own needs mkfs.ext4, mount, python3 and loop devices';
  }
}

/** Makes an ext4 of 24 MB below `folder`. */
export function makeSmallDisk(folder: string): SmallDisk {
  const image = join(folder, 'disk.img');
  const path = join(folder, 'disk');
  const filler = join(path, 'filler');
  const run = (program: string, ...args: string[]) => execFileSync(program, args, { stdio: 'pipe' });
  const mount = () => run('mount', '-o', 'loop', image, path);
  mkdirSync(path);
  closeSync(openSync(image, 'w'));
  truncateSync(image, bytes);
  run('mkfs.ext4', '-q', '-m', '0', image);
  mount();
  return {
    path,
    fill(left) {
      const { bavail, bsize } = statfsSync(path);
      const fd = openSync(filler, 'a');
      try {
        const block = Buffer.alloc(16 << 10);
        for (let free = bavail * bsize - left; free > 0; free -= block.length) {
          writeSync(fd, block, 0, Math.min(free, block.length));
        }
        fsyncSync(fd);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') {
          throw error;
        }
      } finally {
        closeSync(fd);
      }
    },
    empty: () => rmSync(filler, { force: true }),
    setReadOnly: (on) => void run('mount', '-o', `remount,${on ? 'ro' : 'rw'}`, path),
    cutPower: () => void run('python3', '-c', shutDown, path),
    bringBack() {
      run('umount', path);
      mount();
    },
    dispose() {
      // What is in it may still be open in a process that is just ending.
      run('umount', '--lazy', path);
      rmSync(image, { force: true });
    },
  };
}
