import { useEffect, useState } from 'preact/hooks';

/** Long enough to be read twice; what is told is spoken at once, and covers steps as long as it is there. */
const readingMs = 12_000;

/** What is told in passing: it goes by itself, and another telling takes its place. */
export function usePassing(): [message: string, tell: (message: string) => void] {
  const [message, setMessage] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setMessage(''), readingMs);
    return () => clearTimeout(timer);
  }, [message]);
  return [message, setMessage];
}
