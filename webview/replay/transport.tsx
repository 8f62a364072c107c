import { useState } from 'preact/hooks';
import { formatCount, formatDuration } from '../../src/common/format.js';
import { t } from '../app/strings.js';
import type { StringKey } from '../app/strings.js';
import { IconButton } from '../app/ui/button.js';
import { Select } from '../app/ui/fields.js';
import { stepUnits, type StepUnit } from './jumps.js';
import { speeds, type Pace } from './playback.js';

interface TransportProps {
  playing: boolean;
  seq: number;
  total: number;
  pace: Pace;
  speed: number;
  skippedMs: number;
  unit: StepUnit;
  stopAtErrors: boolean;
  onPlay(): void;
  onStep(by: 1 | -1): void;
  onEnd(which: 'start' | 'end'): void;
  onNext(what: 'error' | 'prompt'): void;
  onPace(pace: Pace): void;
  onSpeed(speed: number): void;
  onUnit(unit: StepUnit): void;
  onStopAtErrors(stop: boolean): void;
}

const unitLabels: Readonly<Record<StepUnit, StringKey>> = {
  event: 'byEvent',
  prompt: 'byPrompt',
  tool: 'byTool',
  error: 'byError',
  change: 'byChange',
};

/** Play, step, and how fast. */
export function Transport(props: TransportProps) {
  const { playing, seq, total, onStep } = props;
  const [all, setAll] = useState(false);
  return (
    <div class="transport" role="toolbar" aria-label={t('replay')}>
      <IconButton icon="debug-step-back" label={t('stepBack')} shortcut="←" onClick={() => onStep(-1)} />
      <IconButton
        icon={playing ? 'debug-pause' : 'play'}
        label={playing ? t('pause') : t('play')}
        shortcut="Space"
        class="play"
        onClick={props.onPlay}
      />
      <IconButton icon="debug-step-over" label={t('stepForward')} shortcut="→" onClick={() => onStep(1)} />
      <Select
        label={t('speed')}
        value={String(props.speed)}
        options={speeds.map((speed) => ({ value: String(speed), label: `${speed}×` }))}
        onChange={(speed) => props.onSpeed(Number(speed))}
      />
      <IconButton
        icon={all ? 'chevron-up' : 'chevron-down'}
        label={t('moreControls')}
        class="transport-fold"
        expanded={all}
        onClick={() => setAll(!all)}
      />
      <span class={all ? 'transport-more' : 'transport-more folded'}>
        <Select
          label={t('pace')}
          value={props.pace}
          options={[
            { value: 'fixed', label: t('paceFixed') },
            { value: 'real', label: t('paceReal') },
          ]}
          onChange={props.onPace}
        />
        <Select
          label={t('stepBy')}
          value={props.unit}
          options={stepUnits.map((value) => ({ value, label: t(unitLabels[value]) }))}
          onChange={props.onUnit}
        />
        <IconButton
          icon="debug-breakpoint-conditional"
          label={t('stopAtErrors')}
          pressed={props.stopAtErrors}
          onClick={() => props.onStopAtErrors(!props.stopAtErrors)}
        />
        <span class="separator" />
        <IconButton
          icon="comment"
          label={t('nextPrompt')}
          shortcut="p"
          onClick={() => props.onNext('prompt')}
        />
        <IconButton icon="error" label={t('nextError')} shortcut="e" onClick={() => props.onNext('error')} />
        <IconButton
          icon="arrow-up"
          label={t('toStart')}
          shortcut="Home"
          onClick={() => props.onEnd('start')}
        />
        <IconButton icon="arrow-down" label={t('toEnd')} shortcut="End" onClick={() => props.onEnd('end')} />
      </span>
      <span class="position">
        {t('stepOf', formatCount(Math.min(total, seq + 1)), formatCount(total))}
        {props.skippedMs > 0 && (
          <span class="muted"> · {t('pauseSkipped', formatDuration(props.skippedMs))}</span>
        )}
      </span>
    </div>
  );
}
