/**
 * node --import tsx test/corpus/generate.ts --out DIR [--agent claude|codex] [--mb 8] [--sessions N] [--seed 1]
 *   [--length N] [--responses N] [--sub-agents N] [--days 120] [--end ISO]
 *
 * Writes sessions of an agent below DIR, as if it were a home folder, and what a reader must find to DIR/truth.json (of Codex
 * truth-codex.json). --mb are 2^20 bytes. --end is when the newest session ends; without it, now. The corpus of the benchmark:
 * --mb 1024 --length 54 --sub-agents 0.72.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { corpora } from './index.js';

const option = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    ...{ out: option, agent: { type: 'string', default: 'claude' }, mb: { type: 'string', default: '8' } },
    ...{ sessions: option, seed: { type: 'string', default: '1' }, days: option, end: option },
    ...{ length: option, responses: option, 'sub-agents': option },
  },
});
const write = corpora[values.agent];
if (!values.out || !write) {
  console.error(`--out DIR is needed; --agent is one of ${Object.keys(corpora).join(', ')}.`);
  process.exit(2);
}
const number = (key: string, text: string | undefined) => (text === undefined ? {} : { [key]: Number(text) });
const started = Date.now();
mkdirSync(values.out, { recursive: true });
const corpus = write(values.out, {
  seed: Number(values.seed),
  end: values.end === undefined ? Date.now() : Date.parse(values.end),
  ...(values.sessions === undefined || values.mb !== '8' ? { bytes: Number(values.mb) * 2 ** 20 } : {}),
  ...number('sessions', values.sessions),
  ...number('days', values.days),
  ...number('length', values.length),
  ...number('responses', values.responses),
  ...number('subAgents', values['sub-agents']),
});
const name = values.agent === 'claude' ? 'truth.json' : `truth-${values.agent}.json`;
writeFileSync(
  join(values.out, name),
  `${JSON.stringify({ args: process.argv.slice(2), ...corpus }, null, 1)}\n`,
);
const { files, bytes, lines, truth } = corpus;
console.log(JSON.stringify({ seconds: (Date.now() - started) / 1000, files, bytes, lines, truth }));
