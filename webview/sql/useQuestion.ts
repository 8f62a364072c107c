import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Remote } from '../../src/common/rpc.js';
import type { SqlAnswer, SqlCopy, SqlQuestion } from '../../src/common/sqlConsole.js';
import type { QueryLists, SqlHost, SqlStart } from '../../src/common/sqlPanel.js';

export interface Asked {
  question: SqlQuestion;
  answer: SqlAnswer;
}

export interface Questions {
  /** The last question that came to an end. */
  asked: Asked | null;
  /** The copy that was asked last; null: none yet. */
  copy: SqlCopy | null;
  /** When the one that runs was asked; null: none does. */
  since: number | null;
  error: string | null;
  lists: QueryLists;
  setLists(lists: QueryLists): void;
  ask(question: SqlQuestion): void;
  cancel(): void;
}

/** Puts questions to the host, one at a time: a new one ends the one before. */
export function useQuestion(host: Remote<SqlHost>, start: Pick<SqlStart, 'lists' | 'copy'>): Questions {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [since, setSince] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [lists, setLists] = useState(start.lists);
  const [copy, setCopy] = useState(start.copy);
  const turn = useRef(0);
  // A page that goes away leaves nothing running for nobody.
  useEffect(() => () => void host.cancel(), [host]);

  const ask = useCallback(
    (question: SqlQuestion) => {
      const mine = ++turn.current;
      setSince(Date.now());
      setError(null);
      const settle = (show: () => void) => {
        if (mine === turn.current) {
          setSince(null);
          show();
        }
      };
      host.ask(question).then(
        ({ answer, lists: now }) =>
          settle(() => {
            setAsked({ question, answer });
            setLists(now);
            if (answer.kind === 'rows') {
              setCopy(answer.copy);
            }
          }),
        (failed: unknown) =>
          settle(() => setError(failed instanceof Error ? failed.message : String(failed))),
      );
    },
    [host],
  );
  const cancel = useCallback(() => void host.cancel(), [host]);
  return { asked, copy, since, error, lists, setLists, ask, cancel };
}
