// Everything that has to hold, in one command: `npm test`. Ends with the line `N passed, N failed`.
//
//   npm test -- unit           only these steps (check, lint, format, unit, host, ui)
//   UPDATE=1 npm test          writes the goldens anew
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const node = process.execPath;
const bin = (name) => join(root, 'node_modules', name);
const mochaJson = join(root, 'out/mocha.json');

/** Each step is one command; a step that counts tests tells how many, the others count as one. */
const steps = [
  {
    name: 'check',
    title: 'Types',
    run: () => inOrder(['.', 'src/common', 'webview'].map((p) => [bin('typescript/bin/tsc'), '-p', p])),
  },
  {
    name: 'lint',
    title: 'Lint',
    run: () =>
      inOrder([[bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', 'src', 'webview', 'test']]),
  },
  {
    name: 'format',
    title: 'Format',
    run: () => inOrder([[bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']]),
  },
  { name: 'build', title: 'Build', run: () => inOrder([['esbuild.mjs']]), always: true },
  { name: 'unit', title: 'Unit', run: unit },
  { name: 'host', title: 'In VS Code', run: () => counted(['test/vscode/runHost.mjs']) },
  { name: 'ui', title: 'The package in a browser', run: () => counted(['test/vscode/runUi.mjs']) },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length) {
  console.error(`No such step: ${unknown.join(', ')}. Steps: ${steps.map((step) => step.name).join(', ')}.`);
  process.exit(2);
}
let passed = 0;
let failed = 0;
for (const step of steps) {
  if (wanted.length && !wanted.includes(step.name) && !step.always) {
    continue;
  }
  console.log(`\n── ${step.title}`);
  const start = Date.now();
  const result = await step.run();
  passed += result.passed;
  failed += result.failed;
  console.log(`   ${result.failed ? 'FAILED' : 'ok'} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

async function inOrder(commands) {
  for (const command of commands) {
    const { code } = await run(command);
    if (code !== 0) {
      return { passed: 0, failed: 1 };
    }
  }
  return { passed: 1, failed: 0 };
}

async function unit() {
  mkdirSync(join(root, 'out'), { recursive: true });
  rmSync(mochaJson, { force: true });
  const { code } = await run([
    bin('mocha/bin/mocha.js'),
    '--reporter',
    'test/reporter.cjs',
    '--reporter-option',
    `file=${mochaJson}`,
  ]);
  try {
    const { passes, failures } = JSON.parse(readFileSync(mochaJson, 'utf8'));
    return { passed: passes, failed: failures || (code !== 0 ? 1 : 0) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** A command that ends with its own `N passed, N failed`. */
async function counted(command) {
  const { code, output } = await run(command);
  const last = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  if (!last) {
    return { passed: 0, failed: 1 };
  }
  return { passed: Number(last[1]), failed: Number(last[2]) || (code !== 0 ? 1 : 0) };
}

function run(args) {
  return new Promise((done, fail) => {
    const child = spawn(node, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (data) => {
      process.stdout.write(data);
      output += data;
    });
    child.once('error', fail);
    child.once('close', (code) => done({ code, output }));
  });
}
