import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { defaultSettings } from '../../src/common/settings.js';
import { importers } from '../../src/importers/index.js';
import { rootsOf } from '../../src/ingest/roots.js';
import { doctorReport } from '../../src/service/doctor.js';
import { cleanUp, openStore, temporaryFolder } from '../store/storeFixture.js';

describe('the check of the installation', () => {
  afterEach(cleanUp);

  it('tells the folders that are read as they are read, and which are refused', async () => {
    const home = temporaryFolder();
    mkdirSync(join(home, 'backup'));
    const places = { home, env: {}, platform: 'linux' as const };
    const [importer] = importers;
    assert.ok(importer);
    const settings = {
      ...defaultSettings,
      extraRoots: { [importer.id]: ['~/backup/', `${home}/x/../backup`, 'backup', '~/none'] },
    };
    const report = doctorReport(
      {
        ...{ version: '1', storage: home, places, opened: await openStore(temporaryFolder()), settings },
        ...{ importers, roots: [], unseen: new Map(), trouble: [], now: 0 },
        owner: { pid: 1, since: 0, protocol: 1, clients: 0 },
      },
      false,
    );
    const told = report.agents[0]?.roots.slice(importer.roots(places).length);
    assert.deepEqual(
      told?.map(({ path, exists, problem }) => [path, exists, problem === null]),
      [
        [join(home, 'backup'), true, true],
        ['backup', false, false],
        [join(home, 'none'), false, true],
      ],
    );
    assert.match(told?.[1]?.problem ?? '', /not a whole path/);
    const read = rootsOf([importer], places, settings).map(({ path }) => path);
    assert.deepEqual(
      read,
      report.agents[0]?.roots.filter(({ problem }) => problem === null).map(({ path }) => path),
    );
  });
});
