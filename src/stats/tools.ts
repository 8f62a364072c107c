import type { Chart } from './chart.js';
import { retries } from './retries.js';
import { slowestCalls } from './slowestCalls.js';
import { toolCalls } from './toolCalls.js';

export const tools: readonly Chart[] = [toolCalls, retries, slowestCalls];
