// Writes prices.json from the installed @pydantic/genai-prices. Run it after that package was updated:
//   node src/pricing/makeSnapshot.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findProvider } from '@pydantic/genai-prices';

const source = '@pydantic/genai-prices';

// The package does not say when it was released: `npm view @pydantic/genai-prices time`.
const released = { version: '0.1.8', date: '2026-09-23' };

// Whom coding agents talk to. Makers of models come first, since a bare model name is looked up in this order.
const providerIds = [
  'anthropic',
  'openai',
  'google',
  'x-ai',
  'deepseek',
  'mistral',
  'moonshotai',
  'zhipuai',
  'zai',
  'minimax',
  'cursor',
  'cohere',
  'cerebras',
  'fireworks',
  'aws',
  'azure',
  'groq',
  'together',
  'github-copilot',
  'openrouter',
];

/** The text of prices.json; one model a line, so that a change of prices reads well. */
export function makeSnapshot() {
  const root = join(import.meta.dirname, '../../node_modules', source);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (version !== released.version) {
    throw new Error(`${source} ${version} is installed: write its release date beside ${released.version}`);
  }
  const head = `{"source":${JSON.stringify(source)},"version":"${version}","date":"${released.date}","providers":[`;
  return `${head}\n${providerIds.map(providerText).join(',\n')}\n]}\n`;
}

function providerText(id) {
  const provider = findProvider({ providerId: id });
  if (provider?.id !== id) {
    throw new Error(`${source} has no provider ${id}`);
  }
  const head = {
    id,
    ...(provider.model_match && { match: rule(provider.model_match) }),
    ...(provider.fallback_model_providers && { fallback: provider.fallback_model_providers }),
  };
  const models = provider.models.map((model) => JSON.stringify(modelOf(model)));
  return `${JSON.stringify(head).slice(0, -1)},"models":[\n${models.join(',\n')}]}`;
}

function modelOf({ id, match, prices, context_window: window }) {
  const conditional = Array.isArray(prices) ? prices : [{ prices }];
  const webSearch = conditional[0].prices.web_searches_kcount;
  return {
    id,
    match: rule(match),
    periods: conditional.map(periodOf),
    ...(typeof webSearch === 'number' && { webSearch: webSearch / 1000 }),
    ...(typeof window === 'number' && { window }),
  };
}

function periodOf({ constraint, prices }) {
  const starts = Object.values(prices).flatMap((price) =>
    typeof price === 'object' ? price.tiers.map((tier) => tier.start) : [],
  );
  const over = [...new Set(starts)].sort((a, b) => a - b).map((start) => [start, ratesOf(prices, start)]);
  return {
    ...(constraint?.type === 'start_date' && { from: constraint.start_date }),
    ...(constraint?.type === 'time_of_date' && {
      daily: [dayTime(constraint.start_time), dayTime(constraint.end_time)],
    }),
    rates: ratesOf(prices, -1),
    ...(over.length > 0 && { over }),
  };
}

/** The prices of a request whose input is just above `tokens`. A kind without a price of its own is billed as its parent. */
function ratesOf(prices, tokens) {
  const at = (key) => {
    const price = prices[key];
    return typeof price === 'object'
      ? price.tiers.reduce((found, tier) => (tokens >= tier.start ? tier.price : found), price.base)
      : price;
  };
  const input = at('input_mtok');
  const output = at('output_mtok');
  if (input === undefined || output === undefined) {
    return null;
  }
  const write = at('cache_write_mtok') ?? input;
  return [
    input,
    output,
    at('cache_read_mtok') ?? input,
    at('cache_write_5m_mtok') ?? write,
    at('cache_write_1h_mtok') ?? write,
  ];
}

function rule(match) {
  const [[kind, value]] = Object.entries(match);
  switch (kind) {
    case 'or':
      return value.map(rule);
    case 'and':
      return { and: value.map(rule) };
    case 'equals':
      return `=${value}`;
    case 'starts_with':
      return `^${value}`;
    case 'ends_with':
      return `$${value}`;
    case 'contains':
      return `~${value}`;
    case 'regex':
      return `/${value}`;
    default:
      throw new Error(`${source} has a rule of a new kind: ${kind}`);
  }
}

/** Milliseconds of the UTC day. */
function dayTime(text) {
  const day = 86_400_000;
  const ms = Date.parse(`1970-01-02T${text}`);
  if (Number.isNaN(ms)) {
    throw new Error(`${source} has a time of day of a new form: ${text}`);
  }
  return ms % day;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(join(import.meta.dirname, 'prices.json'), makeSnapshot());
}
