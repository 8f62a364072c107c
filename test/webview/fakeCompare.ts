import type { CompareHost, CompareSide } from '../../src/common/comparePanel.js';
import { fakeReplay } from './fakeReplay.js';

/** Row ids of the right session begin after this, as those of one store are unique. */
const rightIds = 1_000_000;

/** A host for the comparison that answers from made-up sessions: another try at the same task at the right. */
export function fakeCompare(data: string): { host: CompareHost; append(count: number): void } {
  const left = fakeReplay(data);
  const right = fakeReplay(data === 'sample' ? 'otherTry' : data);
  const of = (side: CompareSide) => (side === 'left' ? left.host : right.host);
  return {
    append: right.append,
    host: {
      ...left.host,
      start: async () => ({ ...(await left.host.start()), left: 'claude:6f1c', right: 'claude:77aa' }),
      session: (side) => of(side).session(),
      outline: async (side, from, limit) => {
        const page = await of(side).outline(from, limit);
        const shift = side === 'left' ? 0 : rightIds;
        return { ...page, rows: page.rows.map((row) => ({ ...row, id: row.id + shift })) };
      },
      bodies: async (ids) => {
        const [here, there] = [ids.filter((id) => id < rightIds), ids.filter((id) => id >= rightIds)];
        const others = await right.host.bodies(there.map((id) => id - rightIds));
        return [
          ...(await left.host.bodies(here)),
          ...others.map((body) => ({ ...body, id: body.id + rightIds })),
        ];
      },
      openReplay: () => Promise.resolve(),
      openFile: (_, path) => Promise.resolve(!path.includes('gone')),
    },
  };
}
