import { useEffect, useRef } from 'preact/hooks';
import { keyCommand, needsLogbook, type KeyCommand } from './keys.js';

/** Runs the commands of the keyboard that are offered, wherever in the page the focus is; a dialog keeps its keys. */
export function useKeyCommands(offline: boolean, run: Readonly<Record<KeyCommand, () => void>>): void {
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
      if (command && !(offline && needsLogbook.has(command))) {
        event.preventDefault();
        latest.current[command]();
      }
    };
    window.addEventListener('keydown', keyDown);
    return () => window.removeEventListener('keydown', keyDown);
  }, [offline]);
}
