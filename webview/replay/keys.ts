import type { StringKey } from '../app/strings.js';

/** What the keyboard can do anywhere in the replay. */
export type KeyCommand =
  | 'play'
  | 'back'
  | 'forward'
  | 'start'
  | 'end'
  | 'search'
  | 'nextMatch'
  | 'previousMatch'
  | 'nextError'
  | 'previousError'
  | 'nextPrompt'
  | 'previousPrompt'
  | 'nextTool'
  | 'previousTool'
  | 'nextChange'
  | 'previousChange'
  | 'nextPin'
  | 'previousPin'
  | 'pin'
  | 'note'
  | 'pins'
  | 'files'
  | 'unfold'
  | 'menu'
  | 'copy'
  | 'link'
  | 'ticket'
  | 'mode'
  | 'wide'
  | 'leave'
  | 'slower'
  | 'faster'
  | 'help';

/** What the replay in a file of its own cannot do. */
export const needsLogbook: ReadonlySet<KeyCommand> = new Set([
  'pin',
  'note',
  'menu',
  'link',
  'ticket',
  'wide',
]);

/** Keys that go together, and what the overlay says of them. */
export interface KeyLine {
  keys: Readonly<Record<string, KeyCommand>>;
  says: StringKey;
}

/** Every key with what it does, in the order of the overlay. */
export const keyLines: readonly KeyLine[] = [
  { keys: { ' ': 'play' }, says: 'keySpace' },
  { keys: { ArrowLeft: 'back', ArrowRight: 'forward', k: 'back', j: 'forward' }, says: 'keySteps' },
  { keys: { Home: 'start', End: 'end' }, says: 'keyEnds' },
  { keys: { '[': 'slower', ']': 'faster' }, says: 'keySpeed' },
  { keys: { p: 'nextPrompt', P: 'previousPrompt' }, says: 'keyPrompt' },
  { keys: { u: 'nextTool', U: 'previousTool' }, says: 'keyTool' },
  { keys: { e: 'nextError', E: 'previousError' }, says: 'keyError' },
  { keys: { d: 'nextChange', D: 'previousChange' }, says: 'keyChange' },
  { keys: { '/': 'search' }, says: 'keySearch' },
  { keys: { n: 'nextMatch', N: 'previousMatch' }, says: 'keyMatch' },
  { keys: { o: 'unfold' }, says: 'keyUnfold' },
  { keys: { m: 'menu' }, says: 'stepMenu' },
  { keys: { c: 'copy' }, says: 'copyText' },
  { keys: { l: 'link' }, says: 'copyStepLink' },
  { keys: { b: 'pin', w: 'note' }, says: 'keyPin' },
  { keys: { g: 'nextPin', G: 'previousPin' }, says: 'keyNextPin' },
  { keys: { B: 'pins', s: 'files' }, says: 'keySide' },
  { keys: { a: 'ticket' }, says: 'moveToTicket' },
  { keys: { t: 'mode' }, says: 'keyMode' },
  { keys: { f: 'wide' }, says: 'keyWide' },
  { keys: { '?': 'help', Escape: 'leave' }, says: 'keyHelp' },
];

const commands: ReadonlyMap<string, KeyCommand> = new Map(
  keyLines.flatMap(({ keys }) => Object.entries(keys)),
);

interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** What a key means, given where the focus is: a field keeps its keys, a button keeps Space, a choice keeps its arrows. */
export function keyCommand(pressed: Pressed, focus: { tag: string; role: string | null }): KeyCommand | null {
  if ((pressed.ctrlKey || pressed.metaKey) && !pressed.altKey && pressed.key.toLowerCase() === 'f') {
    return 'search';
  }
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) {
    return null;
  }
  const tag = focus.tag.toUpperCase();
  if (tag === 'INPUT' || tag === 'TEXTAREA' || tag === 'SELECT' || focus.role === 'radio') {
    return null;
  }
  if (pressed.key === ' ' && (tag === 'BUTTON' || tag === 'A')) {
    return null;
  }
  return commands.get(pressed.key) ?? null;
}
