import type { Chart } from './chart.js';
import { commands, subAgentTypes } from './delegation.js';
import { retries } from './retries.js';
import { slowestCalls } from './slowestCalls.js';
import { toolCalls } from './toolCalls.js';

export const tools: readonly Chart[] = [toolCalls, retries, subAgentTypes, commands, slowestCalls];
