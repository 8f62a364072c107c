import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { blocks, type AboutReplay } from '../../common/exportedReplay.js';
import { pageLimit } from '../../common/panelProtocol.js';
import { oneLine } from '../../common/plainText.js';
import type { MessageBody } from '../../common/steps.js';
import { ExportError } from '../../common/export.js';
import type { ExportFormat, OutputFile, Step } from '../format.js';
import { trailerOf } from '../trailer.js';

/** Beyond so many characters of texts, only the beginning of each is kept: browsers stumble over larger files. */
const roomForTexts = 120_000_000;
const shortLimit = 2000;

/**
 * The replay as one file: the player of the editor, its style and font, and the sessions as blocks of JSON that are no script.
 * The policy of the page allows that one script and style by their hashes, and no network at all.
 */
export const html: ExportFormat = {
  id: 'html',
  async write(source, out, folder) {
    const player = await playerOf(folder);
    const file = await out.file();
    const sessions: AboutReplay['sessions'][number][] = [];
    await file.write(head(player));
    let room = roomForTexts;
    for await (const { detail, steps, pins } of source.sessions()) {
      const index = sessions.length;
      await file.write(block(blocks.session(index), detail));
      await file.write(block(blocks.pins(index), await pins()));
      let [parts, count] = [0, 0];
      for await (const some of steps()) {
        const limit = room > 0 ? pageLimit : shortLimit;
        const bodies = some.map(({ body }) => bounded(body, limit));
        room -= await writePart(file, index, parts, some, bodies);
        parts++;
        count += some.length;
      }
      const title = oneLine(detail.title, 200);
      sessions.push({ id: detail.id, title, parent: detail.parentId, steps: count, parts });
    }
    const about: AboutReplay = {
      ...trailerOf(source, out),
      agents: source.labels,
      sessions,
    };
    await file.write(block(blocks.about, about));
    await file.write(`<script>${player.script}</script>\n</body>\n</html>\n`);
    await file.close();
  },
};

async function writePart(
  file: OutputFile,
  index: number,
  part: number,
  steps: readonly Step[],
  bodies: readonly MessageBody[],
): Promise<number> {
  await file.write(
    block(
      blocks.rows(index, part),
      steps.map(({ row }) => row),
    ),
  );
  const text = block(blocks.bodies(index, part), bodies);
  await file.write(text);
  return text.length;
}

/** Data that no browser runs. `<` is written so that nothing in it can end the block. */
function block(id: string, value: unknown): string {
  return `<script type="application/json" id="${id}">${JSON.stringify(value).replaceAll('<', '\\u003c')}</script>\n`;
}

function bounded(body: MessageBody, limit: number): MessageBody {
  const short = (text: string) => (text.length > limit ? text.slice(0, limit) : text);
  const isCut = [body.text, body.tool?.input ?? '', body.tool?.output ?? ''].some(
    (text) => text.length > limit,
  );
  return {
    ...body,
    ...(isCut ? { cut: true as const } : {}),
    text: short(body.text),
    tool: body.tool && {
      ...body.tool,
      input: short(body.tool.input),
      output: body.tool.output === null ? null : short(body.tool.output),
    },
    fileChanges: body.fileChanges.map((change) => ({
      ...change,
      patch: change.patch === null ? null : short(change.patch),
    })),
  };
}

interface Player {
  script: string;
  style: string;
}

async function playerOf(folder: string): Promise<Player> {
  try {
    const [script, style] = await Promise.all(
      ['player.js', 'player.css'].map((name) => readFile(join(folder, name), 'utf8')),
    );
    // What begins or ends a script or a comment in HTML does so anywhere in a script.
    return { script: (script ?? '').replace(/<(?=!--|\/?script)/gi, '\\x3c'), style: style ?? '' };
  } catch (error) {
    throw new ExportError(
      `The player could not be read from ${folder}: ${error instanceof Error ? error.message : String(error)}. Install Agent Logbook again.`,
    );
  }
}

function head({ script, style }: Player): string {
  const policy = [
    `default-src 'none'`,
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    `font-src data:`,
    `img-src data:`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Replay · Agent Logbook</title>
<style>${style}</style>
</head>
<body>
<div id="root"></div>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
