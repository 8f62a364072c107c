import { useEffect, useRef } from 'preact/hooks';
import { keyCommand, type KeyCommand } from './keys.js';

/** Runs the commands of the keyboard, wherever in the page the focus is; a dialog keeps its keys. */
export function useKeyCommands(run: Readonly<Record<KeyCommand, () => void>>): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const keyDown = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement | null;
      if (event.defaultPrevented || target?.closest('dialog')) {
        return;
      }
      const command = keyCommand(event, {
        tag: target?.tagName ?? '',
        role: target?.getAttribute('role') ?? null,
      });
      if (command) {
        event.preventDefault();
        latest.current[command]();
      }
    };
    window.addEventListener('keydown', keyDown);
    return () => window.removeEventListener('keydown', keyDown);
  }, []);
}
