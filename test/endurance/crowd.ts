import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Random } from './random.js';
import { responseLines } from './trackedHome.js';

/** What an agent does to its file now and then, beside appending. Nothing of it takes away what was written. */
type Habit = 'append' | 'rotate' | 'replace' | 'case' | 'move' | 'copy' | 'link';

interface Agent {
  file: string;
  session: string;
  habit: Habit;
  /** What it has begun to write. */
  pending: Buffer;
}

/** Many agents that write at once, and the truth about what they wrote. */
export interface Crowd {
  /** [responses, output tokens, sessions] of all that was written, and of what is still to be written to its end. */
  truth(): [number, number, number];
  bytes(): number;
  /** So many steps: each one agent writes a piece of what it says, cut at any byte, or does as its habit is. */
  work(steps: number): void;
  /** Each agent ends the line that it has begun. */
  pause(): void;
  /** What is only right when everything was read: files are cut or written anew with other content, a folder is moved. */
  takeAway(): void;
  /** One more session in a file of its own, with one response whose line has so many bytes. */
  sayAtLength(length: number): void;
  /** The same, but the line says nothing that counts; one follows it that does. Returns the file. */
  sayNothingAtLength(length: number): string;
}

/** Names of folders and files that a file system takes and a program may stumble over. */
const oddNames: readonly string[] = [
  ...['-Проект-работа', '-プロジェクト', '-مشروع-עברית', '-한국어', '-नमस्ते', '-café', '-cafe\u0301'],
  ...['-😀👩‍👩‍👧', '-with space', '-it\'s "quoted"', '-$(touch x);`id`', '-back\\slash', '-new\nline', '-%41%2f'],
  ...['-con', '-.hidden', '-*?[a]', '-\u202eevil', `-${'long'.repeat(50)}`, '-trailing.', '--dash', '-#hash'],
].filter((name) => process.platform !== 'win32' || !/["*/:<>?\\|\n]|[. ]$/.test(name));
const habits: readonly Habit[] = [
  'append',
  'append',
  'append',
  'rotate',
  'replace',
  'case',
  'move',
  'copy',
  'link',
];
/** So many folders they lie in, of which the first have odd names. */
const mostFolders = 250;
const answers = [
  'Done.',
  'Größer als ﬁ',
  '日本語のテキスト',
  '😀'.repeat(20),
  'x'.repeat(3000),
  '\u2028\u0000\ufffd',
];

/** `files` are there at once, each a session of one to three responses; `writers` of them go on. */
export function startCrowd(home: string, r: Random, files: number, writers: number): Crowd {
  const projects = join(home, '.claude/projects');
  const folders: string[] = [];
  const agents: Agent[] = [];
  let [responses, output, sessions, bytes] = [0, 0, 0, 0];

  const folder = (n: number) => {
    const odd = oddNames[n];
    const path = join(projects, odd ?? `-work-project-${n}`);
    if (folders[n] === undefined) {
      mkdirSync(path, { recursive: true });
      folders[n] = path;
    }
    return path;
  };
  const say = (session: string, count: number, answer?: string) => {
    let text = '';
    for (let i = 0; i < count; i++) {
      const tokens = 1 + r.below(4000);
      const at = Date.UTC(2026, 1, 1) + responses * 1000;
      text += responseLines(session, `c${responses}`, tokens, at, answer ?? r.pick(answers));
      responses++;
      output += tokens;
    }
    return Buffer.from(text);
  };
  const begin = (n: number) => {
    const session = (sessions++).toString(16).padStart(8, '0');
    const odd = r.below(10) === 0 ? r.pick(oddNames).slice(1, 60) : '';
    const file = join(folder(n), `${session}${odd}-Aa.jsonl`);
    return { file, session };
  };
  const write = (path: string, text: Buffer) => {
    appendFileSync(path, text);
    bytes += text.length;
  };
  const writePending = (agent: Agent, length: number) => {
    write(agent.file, agent.pending.subarray(0, length));
    agent.pending = agent.pending.subarray(length);
  };

  const filesInFolder = Math.ceil(files / mostFolders);
  for (let i = 0; i < files; i++) {
    const { file, session } = begin(Math.floor(i / filesInFolder));
    write(file, say(session, 1 + r.below(3)));
    if (i < writers) {
      agents.push({ file, session, habit: r.pick(habits), pending: Buffer.alloc(0) });
    }
  }
  layTraps(projects, folders);

  const doAsUsual = (agent: Agent) => {
    const { file, session } = agent;
    if (!existsSync(file)) {
      // Rotated, and nothing said since.
      return;
    }
    const beside = (name: string) => join(dirname(file), name);
    switch (agent.habit) {
      case 'rotate':
        renameSync(file, beside(`${basename(file, '.jsonl').slice(0, 60)}-${bytes}.jsonl`));
        break;
      case 'replace':
        copyFileSync(file, `${file}.tmp`);
        write(`${file}.tmp`, say(session, 1));
        renameSync(`${file}.tmp`, file);
        break;
      case 'case':
        agent.file = beside(swapCase(basename(file, '.jsonl')) + '.jsonl');
        renameSync(file, agent.file);
        break;
      case 'move':
        agent.file = join(r.pick(folders), basename(file));
        renameSync(file, agent.file);
        break;
      case 'copy':
        // A copy counts nothing twice, whatever session it is taken for.
        copyFileSync(file, beside(`${basename(file, '.jsonl').slice(0, 60)}-copy.jsonl`));
        break;
      case 'link':
        try {
          symlinkSync(file, join(r.pick(folders), `link-${bytes}.jsonl`));
        } catch {
          // Two links of one name.
        }
        break;
      case 'append':
    }
  };

  return {
    truth: () => [responses, output, sessions],
    bytes: () => bytes,
    work(steps) {
      for (let i = 0; i < steps; i++) {
        const agent = r.pick(agents);
        if (agent.pending.length > 0) {
          writePending(agent, 1 + r.below(agent.pending.length));
        } else if (r.below(6) === 0) {
          doAsUsual(agent);
        } else {
          agent.pending = say(agent.session, 1 + r.below(4));
        }
      }
    },
    pause() {
      for (const agent of agents) {
        writePending(agent, agent.pending.length);
      }
    },
    takeAway() {
      for (const agent of agents.slice(0, agents.length / 4)) {
        // Now cut to nothing, now to less than was there, now longer than before.
        writeFileSync(agent.file, say(agent.session, r.pick([0, 1, 30])));
      }
      const n = r.below(folders.length);
      const [from = '', to] = [folders[n], `${folders[n]}-m`];
      renameSync(from, to);
      folders[n] = to;
      for (const agent of agents.filter(({ file }) => dirname(file) === from)) {
        agent.file = join(to, basename(agent.file));
      }
    },
    sayAtLength(length) {
      const { file, session } = begin(0);
      write(file, say(session, 1, 'y'.repeat(length - 700)));
    },
    sayNothingAtLength(length) {
      const { file, session } = begin(0);
      write(file, Buffer.from(`{"type":"user","text":"${'n'.repeat(length)}"}\n`));
      write(file, say(session, 1));
      return file;
    },
  };
}

function swapCase(name: string): string {
  return name.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}

/** What is no session file, or leads in a circle. */
function layTraps(projects: string, folders: readonly string[]): void {
  const [first = projects, last = projects] = [folders[0], folders.at(-1)];
  mkdirSync(join(first, 'folder.jsonl'));
  if (process.platform === 'win32') {
    // Links need a right there that users do not have.
    return;
  }
  symlinkSync(projects, join(first, 'round'));
  symlinkSync('itself.jsonl', join(first, 'itself.jsonl'));
  symlinkSync('b.jsonl', join(last, 'a.jsonl'));
  symlinkSync('a.jsonl', join(last, 'b.jsonl'));
  symlinkSync('/nowhere/at/all.jsonl', join(first, 'nowhere.jsonl'));
  symlinkSync(first, join(projects, '-linked'));
  symlinkSync(last, join(first, '11111111-2222-4333-8444-555555555555'));
  if (process.platform === 'linux') {
    symlinkSync('/dev/zero', join(first, 'zero.jsonl'));
    // A pipe without a writer would hold for ever who opens it.
    execFileSync('mkfifo', [join(last, 'pipe.jsonl')]);
  }
}
