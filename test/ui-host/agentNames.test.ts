import assert from 'node:assert/strict';
import { agentLabel } from '../../src/common/agentLabels.js';
import { createAgentNames } from '../../src/ui/agentNames.js';

describe('the names of agents', () => {
  it('are asked for once', async () => {
    let asked = 0;
    const names = createAgentNames({
      api: {
        agents() {
          asked++;
          return Promise.resolve([{ id: 'claude', label: 'Claude Code' }]);
        },
      },
    });
    const [labels, again] = await Promise.all([names.load(), names.load()]);
    assert.deepEqual([labels, again, asked], [{ claude: 'Claude Code' }, { claude: 'Claude Code' }, 1]);
  });

  it('are asked for again after a failure', async () => {
    const answers = [Promise.reject(new Error('no store')), Promise.resolve([{ id: 'a', label: 'A' }])];
    answers[0]?.catch(() => undefined);
    const names = createAgentNames({ api: { agents: () => answers.shift() ?? Promise.resolve([]) } });
    await assert.rejects(names.load(), /no store/);
    assert.deepEqual(await names.load(), { a: 'A' });
  });

  it('fall back to the id', () => {
    assert.equal(agentLabel({ claude: 'Claude Code' }, 'claude'), 'Claude Code');
    assert.equal(agentLabel({ claude: 'Claude Code' }, 'copilot-cli'), 'copilot-cli');
    assert.equal(agentLabel({}, 'constructor'), 'constructor');
  });
});
