import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { logbook } from './logbook.js';

const file = process.env['NETWORK_TRACE'];

describe('the trap for connections', () => {
  before(function () {
    if (!file) {
      this.skip();
    }
  });

  it('watches the threads of the extension, and catches what goes beyond this machine', async () => {
    await logbook();
    // An address kept free for documentation (RFC 5737): nobody answers. These tests are not part of the extension, so it
    // counts as VS Code's.
    connect({ host: '192.0.2.1', port: 9 })
      .on('error', () => undefined)
      .destroy();
    const entries = (existsSync(file!) ? readFileSync(file!, 'utf8') : '')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { kind: string; role?: string; host?: string; ours?: boolean });
    assert.ok(entries.some(({ kind, role }) => kind === 'watched' && role === 'store'));
    assert.ok(entries.some(({ kind, role }) => kind === 'watched' && role === 'parse'));
    assert.deepEqual(
      entries.filter(({ host }) => host === '192.0.2.1').map(({ ours }) => ours),
      [false],
    );
  });
});
