import Anser from 'anser';
import { plainText } from '../../src/common/plainText.js';

/** A stretch of terminal output with one look. Colours of the palette are class names, others are CSS colours. */
export interface AnsiRun {
  text: string;
  classes: string;
  color?: string;
  background?: string;
}

/** Terminal output with its colours; every other control of the terminal is left out. */
export function Ansi({ text }: { text: string }) {
  return (
    <pre class="ansi">
      {ansiRuns(text).map((run, index) =>
        run.classes === '' && run.color === undefined && run.background === undefined ? (
          run.text
        ) : (
          <span key={index} class={run.classes} style={runStyle(run)}>
            {run.text}
          </span>
        ),
      )}
    </pre>
  );
}

/** Set through the element's style object, which the content policy allows, as opposed to a `style` attribute. */
function runStyle(run: AnsiRun): Record<string, string> {
  return {
    ...(run.color === undefined ? {} : { '--run-color': run.color }),
    ...(run.background === undefined ? {} : { '--run-background': run.background }),
  };
}

/** Splits terminal output into runs. */
export function ansiRuns(text: string): AnsiRun[] {
  const plain = asLastSeen(text);
  if (!plain.includes('\u001b')) {
    const text = plainText(plain);
    return text === '' ? [] : [{ text, classes: '' }];
  }
  return Anser.ansiToJson(plain, { json: true, use_classes: true, remove_empty: true })
    .map((entry) => {
      const classes = entry.decorations.map((decoration) => `ansi-${decoration}`);
      const color = place(entry.fg, entry.fg_truecolor, 'fg', classes);
      const background = place(entry.bg, entry.bg_truecolor, 'bg', classes);
      return {
        text: plainText(entry.content),
        classes: classes.join(' '),
        ...(color === undefined ? {} : { color }),
        ...(background === undefined ? {} : { background }),
      };
    })
    .filter((run) => run.text !== '');
}

/** The class of one of the 16 colours of the theme; any other colour as its value. */
function place(
  name: string | null,
  truecolor: string | null,
  kind: string,
  classes: string[],
): string | undefined {
  if (!name) {
    return undefined;
  }
  const index = /^ansi-palette-(\d+)$/.exec(name)?.[1];
  if (index === undefined && name !== 'ansi-truecolor') {
    classes.push(`${name}-${kind}`);
    return undefined;
  }
  classes.push(`ansi-${kind}`);
  return index === undefined ? `rgb(${truecolor ?? '128, 128, 128'})` : paletteColor(Number(index));
}

/** The xterm palette: 6 × 6 × 6 colours from 16, 24 greys from 232. */
function paletteColor(index: number): string {
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey}, ${grey}, ${grey})`;
  }
  const level = (n: number) => (n % 6 === 0 ? 0 : 55 + (n % 6) * 40);
  const n = index - 16;
  return `rgb(${level(Math.floor(n / 36))}, ${level(Math.floor(n / 6))}, ${level(n)})`;
}

/** What stood on the screen in the end: progress bars that were drawn over themselves are reduced to their last state. */
function asLastSeen(text: string): string {
  return (
    text
      .replace(/\r\n/g, '\n')
      // Titles, hyperlinks and other strings to the terminal, with their end.
      // eslint-disable-next-line no-control-regex
      .replace(/\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?/g, '')
      // All sequences but colours: cursor, erasing, modes.
      // eslint-disable-next-line no-control-regex
      .replace(/\u001b\[[0-?]*[ -/]*[@-ln-~]/g, '')
      // eslint-disable-next-line no-control-regex
      .replace(/\u001b[^[]/g, '')
      .split('\n')
      .map((line) => line.replace(/^.*\r(?=.)/s, '').replace(/\r$/, ''))
      .join('\n')
  );
}
