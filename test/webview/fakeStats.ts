import type { StatsHost } from '../../src/common/panelProtocol.js';
export function fakeStats(_data: string): StatsHost {
  throw new Error('later');
}
