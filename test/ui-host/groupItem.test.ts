import assert from 'node:assert/strict';
import './vscodeStub.js';
import { groupId, rowId } from '../../src/ui/views/groupItem.js';

describe('the rows of the tree', () => {
  it('have ids of their own, whatever a branch or a session is called', () => {
    const groups = ['main', 'main/more', 'main"]/["more', null, ''].map((key) => groupId('branch', key));
    const rows = groups.flatMap((group) => [
      group,
      rowId(group, 'more'),
      ...['a:1', 'a:1/["thread","x"]', 'more'].map((id) => rowId(group, 'session', id)),
      ...['x', 'x"]/["more",""'].map((id) => rowId(rowId(group, 'session', 'a:1'), 'thread', id)),
    ]);
    assert.equal(new Set(rows).size, rows.length);
  });
});
