import * as vscode from 'vscode';
import { Emitter, type Event } from '../../common/event.js';
import { groupings, type GroupBy } from '../../common/protocol.js';

export type TreeScope = 'workspace' | 'all';

/** How this window looks at the sessions; kept with the workspace. */
export interface TreeState {
  groupBy: GroupBy;
  scope: TreeScope;
  text: string;
  readonly onDidChange: Event<void>;
}

/** The context keys `agentLogbook.filtered` and `.scope` follow it, for menus and welcome texts. */
export function createTreeState(memento: vscode.Memento): TreeState {
  const changed = new Emitter<void>();
  let groupBy = memento.get<GroupBy>('groupBy', 'ticket');
  if (!groupings.includes(groupBy)) {
    groupBy = 'ticket';
  }
  let scope: TreeScope = memento.get<string>('scope') === 'workspace' ? 'workspace' : 'all';
  // A filter that outlives the window hides sessions for no visible reason.
  let text = '';

  const publish = () => {
    void vscode.commands.executeCommand('setContext', 'agentLogbook.filtered', text !== '');
    void vscode.commands.executeCommand('setContext', 'agentLogbook.scope', scope);
  };
  publish();
  const update = () => {
    publish();
    changed.fire();
  };
  return {
    get groupBy() {
      return groupBy;
    },
    set groupBy(value) {
      groupBy = value;
      void memento.update('groupBy', value);
      update();
    },
    get scope() {
      return scope;
    },
    set scope(value) {
      scope = value;
      void memento.update('scope', value);
      update();
    },
    get text() {
      return text;
    },
    set text(value) {
      text = value;
      update();
    },
    onDidChange: changed.event,
  };
}
