import '@vscode/codicons/dist/codicon.css';
import '../app/app.css';
import '../replay/replay.css';
import './theme.css';
import './player.css';
import { render } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { AboutReplay } from '../../src/common/exportedReplay.js';
import { formatCount } from '../../src/common/format.js';
import { oneLine } from '../../src/common/plainText.js';
import { setAgentLabels } from '../app/labels.js';
import { savedState } from '../app/rpc.js';
import { t } from '../app/strings.js';
import { Select } from '../app/ui/fields.js';
import { EmptyState, Spinner } from '../app/ui/states.js';
import { Replay } from '../replay/replay.js';
import { useOutline } from '../replay/useOutline.js';
import { readAbout, readSession } from './data.js';
import { bakedHost, type Sheet } from './host.js';
import { SheetDialog } from './sheetDialog.js';
import { followTheme } from './theme.js';

/** The page of an exported replay: the sessions that it holds, and the player. Its address says which one is shown. */
function Player({ about }: { about: AboutReplay }) {
  const [index, setIndex] = useState(() => indexOf(about, location.hash));
  useEffect(() => {
    const changed = () => setIndex(indexOf(about, location.hash));
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, [about]);
  const open = useCallback(
    (id: string) => {
      const found = about.sessions.findIndex((session) => session.id === id);
      if (found >= 0) {
        location.hash = `#${found}`;
      }
      return found >= 0;
    },
    [about],
  );
  const { count } = about.redactions;
  const day = about.exported_at.slice(0, 10);
  return (
    <div class="player">
      <div class="player-bar" role="banner">
        {about.sessions.length > 1 && (
          <Select
            label={t('playerSession')}
            value={String(index)}
            options={about.sessions.map(({ title, parent }, place) => ({
              value: String(place),
              label: `${parent === null ? '' : '↳ '}${oneLine(title, 90) || t('untitled')}`,
            }))}
            onChange={(value) => (location.hash = `#${value}`)}
          />
        )}
        <span class="player-made">
          Agent Logbook · {count === 1 ? t('playerMadeOne', day) : t('playerMade', day, formatCount(count))}
        </span>
      </div>
      <div class="player-replay">
        <Session key={index} about={about} index={index} open={open} />
      </div>
    </div>
  );
}

function Session({ about, index, open }: { about: AboutReplay; index: number; open(id: string): boolean }) {
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const [session] = useState(() => {
    // Another session begins at its start.
    savedState.set({});
    return readSession(about, index);
  });
  const host = useMemo(
    () => session && bakedHost(about, session, { show: setSheet, open }),
    [about, session, open],
  );
  const ask = useCallback(
    async (from: number, limit: number) => (host ? host.outline(from, limit) : { total: 0, rows: [] }),
    [host],
  );
  const never = useCallback(() => undefined, []);
  const { outline, loading } = useOutline(ask, never);
  if (!session || !host) {
    return <Nothing />;
  }
  if (loading) {
    return <Spinner />;
  }
  return (
    <>
      <Replay
        host={host}
        start={{ sessionId: session.detail.id, at: null, bundle: {}, agents: about.agents, offline: true }}
        session={session.detail}
        outline={outline}
        onOutdated={never}
      />
      {sheet && <SheetDialog sheet={sheet} onClose={() => setSheet(null)} />}
    </>
  );
}

function Nothing() {
  return (
    <main class="replay">
      <EmptyState icon="warning" title={t('playerNothing')} hint={t('playerNothingHint')} />
    </main>
  );
}

function indexOf(about: AboutReplay, hash: string): number {
  const index = Number(hash.slice(1));
  return Number.isInteger(index) && index >= 0 && index < about.sessions.length ? index : 0;
}

const root = document.getElementById('root');
if (root) {
  followTheme();
  const about = readAbout();
  if (about) {
    setAgentLabels(about.agents);
    document.title = `${oneLine(about.sessions[0]?.title ?? '', 80)} · Agent Logbook`;
  }
  render(about && about.sessions.length > 0 ? <Player about={about} /> : <Nothing />, root);
}
