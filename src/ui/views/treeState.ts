import * as vscode from 'vscode';
import { Emitter, type Event } from '../../common/event.js';
import { groupings, type GroupBy, type SessionFilter } from '../../common/protocol.js';

/** What the tree shows by what was said of sessions. Archived ones are left out unless they are asked for. */
export type MarkFilter = Pick<
  SessionFilter,
  'tags' | 'categories' | 'statuses' | 'qualities' | 'favourite' | 'archived'
>;

export type TreeScope = 'workspace' | 'all';

/** How this window looks at the sessions; kept with the workspace. */
export interface TreeState {
  groupBy: GroupBy;
  scope: TreeScope;
  text: string;
  marks: MarkFilter;
  /** Whether words or marks leave anything out that is shown else. */
  readonly isFiltered: boolean;
  /** Back to what is shown first. */
  clear(): void;
  readonly onDidChange: Event<void>;
}

const unmarked: MarkFilter = { archived: false };

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
  let marks = unmarked;
  const isFiltered = () => text !== '' || JSON.stringify(marks) !== JSON.stringify(unmarked);

  const publish = () => {
    void vscode.commands.executeCommand('setContext', 'agentLogbook.filtered', isFiltered());
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
    get marks() {
      return marks;
    },
    set marks(value) {
      marks = value;
      update();
    },
    get isFiltered() {
      return isFiltered();
    },
    clear() {
      text = '';
      marks = unmarked;
      update();
    },
    onDidChange: changed.event,
  };
}
