import type { Ref } from 'preact';
import { t } from '../app/strings.js';
import { IconButton } from '../app/ui/button.js';
import { isFiltered } from './filterBar.js';
import type { Place } from './place.js';
import { SearchBar } from './searchBar.js';
import { Transport } from './transport.js';
import type { Player } from './usePlayer.js';
import type { ReplaySearch } from './useReplaySearch.js';

interface ControlsProps {
  place: Place;
  total: number;
  player: Player;
  search: ReplaySearch;
  searchField: Ref<HTMLInputElement>;
  change(part: Partial<Place>): void;
  toStart(): void;
  toEnd(): void;
  match(by: 1 | -1): void;
  onHelp(): void;
}

/** Play and step, search, filter, and how to look at it. */
export function Controls(props: ControlsProps) {
  const { place, player, search, change } = props;
  const scrub = place.mode === 'scrub';
  return (
    <div class="controls">
      <Transport
        playing={player.playing}
        seq={place.seq}
        total={props.total}
        pace={place.pace}
        speed={place.speed}
        skippedMs={player.skippedMs}
        onPlay={player.play}
        onStep={player.step}
        onEnd={(which) => (which === 'end' ? props.toEnd() : props.toStart())}
        onNext={player.jump}
        onPace={(pace) => change({ pace })}
        onSpeed={(speed) => change({ speed })}
        unit={place.unit}
        stopAtErrors={place.stopAtErrors}
        onUnit={(unit) => change({ unit })}
        onStopAtErrors={(stopAtErrors) => change({ stopAtErrors })}
      />
      <div class="controls-end">
        <SearchBar
          options={search.options}
          state={search.state}
          current={search.state.matches.indexOf(place.seq)}
          inputRef={props.searchField}
          onChange={search.change}
          onMove={props.match}
        />
        <IconButton
          icon="eye-closed"
          label={t('scrubMode')}
          shortcut="t"
          pressed={scrub}
          onClick={() => change({ mode: scrub ? 'scroll' : 'scrub' })}
        />
        <IconButton
          icon="pinned"
          label={t('pins')}
          shortcut="B"
          expanded={place.side === 'pins'}
          onClick={() => change({ side: place.side === 'pins' ? null : 'pins' })}
        />
        <IconButton
          icon={isFiltered(place.filters) ? 'filter-filled' : 'filter'}
          label={t('filters')}
          expanded={place.showFilters}
          onClick={() => change({ showFilters: !place.showFilters })}
        />
        <IconButton icon="keyboard" label={t('keys')} shortcut="?" onClick={props.onHelp} />
      </div>
    </div>
  );
}
