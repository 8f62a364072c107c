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
  | 'files'
  | 'unfold'
  | 'slower'
  | 'faster'
  | 'help';

const commands: Readonly<Record<string, KeyCommand>> = {
  ' ': 'play',
  ArrowLeft: 'back',
  k: 'back',
  ArrowRight: 'forward',
  j: 'forward',
  Home: 'start',
  End: 'end',
  f: 'search',
  '/': 'search',
  n: 'nextMatch',
  N: 'previousMatch',
  e: 'nextError',
  E: 'previousError',
  p: 'nextPrompt',
  P: 'previousPrompt',
  t: 'nextTool',
  T: 'previousTool',
  d: 'nextChange',
  D: 'previousChange',
  s: 'files',
  o: 'unfold',
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
