import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { importers } from '../../src/importers/index.js';
import type { Importer } from '../../src/importers/importer.js';
import { cleanUp } from '../store/storeFixture.js';
import { homes, type HomeFile } from './homes.js';
import { compareStates, startReading } from './reading.js';

/**
 * Files come in any order, half written, and again. Whatever way they came, the database tells the same of them: sessions,
 * titles, flags, messages, calls, plans and to-do lists, not only the sums.
 */
for (const importer of importers) {
  const files = homes[importer.id] ?? [];
  describe(`reading orders of ${importer.id}`, () => {
    let straight: Record<string, unknown[]>;
    before(async () => {
      straight = await stateAfter(importer, [files.map((file) => ({ file, share: 1 }))]);
    });
    after(cleanUp);

    it('has a home folder to read', () => {
      assert.ok((straight['message'] ?? []).length > 0, `${files.length} files and no message`);
    });

    it('comes to the same database in any order, by halves, and twice', async () => {
      await fc.assert(
        fc.asyncProperty(steps(files), async (plan) => {
          compareStates(await stateAfter(importer, plan), straight);
        }),
        { numRuns: 12, seed: 7, endOnFailure: true },
      );
    });
  });
}

/** What is written before a scan: some files, each up to a share of its bytes. */
type Step = readonly { file: HomeFile; share: number }[];

/** Every file comes whole in the end; before that some come in part, one after another or several at once. */
function steps(files: readonly HomeFile[]): fc.Arbitrary<Step[]> {
  const shuffled = fc.shuffledSubarray([...files], { minLength: files.length, maxLength: files.length });
  const share = fc.constantFrom(0.3, 0.5, 0.8, 1, 1);
  return fc
    .tuple(
      shuffled,
      shuffled,
      fc.array(share, { minLength: files.length, maxLength: files.length }),
      fc.nat(3),
    )
    .map(([first, second, shares, together]) => {
      const parts = first.map((file, index) => ({ file, share: file.whole ? 1 : (shares[index] ?? 1) }));
      const wholes = second.map((file) => ({ file, share: 1 }));
      return [...chunks(parts, together + 1), ...chunks(wholes, 4), wholes];
    });
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

async function stateAfter(importer: Importer, plan: readonly Step[]): Promise<Record<string, unknown[]>> {
  const reading = await startReading(importer);
  try {
    for (const step of plan) {
      step.forEach(({ file, share }) => reading.write(file, share));
      await reading.read();
    }
    return reading.state();
  } finally {
    await reading.close();
  }
}
