import type { ExportFormat } from '../format.js';
import { analyticsCsv } from './analyticsCsv.js';
import { analyticsJson } from './analyticsJson.js';
import { csv } from './csv.js';
import { html } from './html.js';
import { json } from './json.js';
import { markdown } from './markdown.js';
import { ndjson } from './ndjson.js';
import { parquet } from './parquet.js';
import { promptFlow } from './promptFlow.js';

/** Every format, in the order of `exportFormats` in common/export.ts. */
export const formats: readonly ExportFormat[] = [
  markdown,
  html,
  json,
  ndjson,
  promptFlow,
  csv,
  parquet,
  analyticsCsv,
  analyticsJson,
];
