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
  | 'mode'
  | 'wide'
  | 'leave'
  | 'slower'
  | 'faster'
  | 'help';

/** What the replay in a file of its own cannot do. */
export const needsLogbook: ReadonlySet<KeyCommand> = new Set(['pin', 'note', 'menu', 'link', 'wide']);

const commands: Readonly<Record<string, KeyCommand>> = {
  ' ': 'play',
  ArrowLeft: 'back',
  k: 'back',
  ArrowRight: 'forward',
  j: 'forward',
  Home: 'start',
  End: 'end',
  '/': 'search',
  n: 'nextMatch',
  N: 'previousMatch',
  e: 'nextError',
  E: 'previousError',
  p: 'nextPrompt',
  P: 'previousPrompt',
  u: 'nextTool',
  U: 'previousTool',
  d: 'nextChange',
  D: 'previousChange',
  g: 'nextPin',
  G: 'previousPin',
  b: 'pin',
  B: 'pins',
  w: 'note',
  s: 'files',
  o: 'unfold',
  m: 'menu',
  c: 'copy',
  l: 'link',
  t: 'mode',
  f: 'wide',
  Escape: 'leave',
  '[': 'slower',
  ']': 'faster',
  '?': 'help',
};

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
  return commands[pressed.key] ?? null;
}
