import { useEffect, useState } from 'preact/hooks';
import { useActions } from './actions.js';
import { t } from './strings.js';
import { IconButton } from './ui/button.js';

/** Copies a text and says so for a moment. */
export function CopyButton({ text, label = t('copy') }: { text: string; label?: string }) {
  const [done, setDone] = useState(false);
  const actions = useActions();
  useEffect(() => {
    if (!done) {
      return undefined;
    }
    const timer = setTimeout(() => setDone(false), 1500);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <IconButton
      icon={done ? 'check' : 'copy'}
      label={done ? t('copied') : label}
      class="appears"
      onClick={() => {
        actions.copy(text);
        setDone(true);
      }}
    />
  );
}
