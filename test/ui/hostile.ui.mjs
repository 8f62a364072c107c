// Sessions that were written to attack who looks at them, in the packaged extension in a real VS Code: nothing of them runs,
// no request leaves, no link leads out of VS Code but to the web, and labels stay on their line.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from '../vscode/install.mjs';
import { rows, runCommand, webviewWith } from '../vscode/workbench.mjs';
import { emptyFolder, open } from './window.mjs';

export const scenarios = { 'hostile sessions are text everywhere': hostileSessions };

async function hostileSessions(test) {
  const home = emptyFolder(test);
  const folder = emptyFolder(test);
  const payloads = [...(await made(emptyFolder(test))), ...own];
  writeSession(home, folder, payloads);
  const { page } = await open(test, { home, folder });
  const outside = [];
  page.context().on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    // What VS Code calls a resource it serves itself, by a worker in the page.
    const isOurs = /^(127\.0\.0\.1|localhost|\[::1\]|[^.]+\.vscode-resource\.vscode-cdn\.net)$/.test(
      hostname,
    );
    if (/^https?:|^wss?:/.test(protocol) && !isOurs) {
      outside.push(request.url());
    }
  });
  const dialogs = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });

  const session = rows(page).filter({ hasText: 'pwned' }).first();
  await session.waitFor({ timeout: 30_000 });
  const label = await session.getAttribute('aria-label');
  assert.doesNotMatch(String(label), /\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
  await session.hover();
  await page.locator('.workbench-hover').first().waitFor();
  const hover = await page
    .locator('.workbench-hover')
    .first()
    .evaluate((element) => ({
      links: [...element.querySelectorAll('a')].map((link) => link.dataset.href ?? link.href),
      elements: element.querySelectorAll('img, iframe, script, svg, form, style').length,
    }));
  assert.deepEqual(hover, { links: [], elements: 0 });

  await session.dblclick();
  const replay = await webviewWith(page, 'pwned');
  await replay.locator('.figures button[aria-expanded]').click();
  await replay.locator('.session-details').waitFor();
  const found = await readThrough(replay);
  assert.ok(found.messages > payloads.length, `${found.messages} messages were seen of ${payloads.length}`);
  assert.deepEqual(found.trouble, []);

  await runCommand(page, 'Open Statistics');
  const stats = await webviewWith(page, 'Tokens per day');
  await stats.getByRole('tab', { name: 'Tickets' }).click();
  await stats.getByText('Cost by branch').first().waitFor();
  await stats.locator('body').evaluate(async (body) => {
    while (body.querySelector('.spinner') !== null || !body.textContent.includes('onerror')) {
      await new Promise((done) => requestAnimationFrame(done));
    }
  });
  assert.deepEqual((await look(stats)).trouble, []);
  for (const frame of page.frames()) {
    const hacked = await frame.evaluate(() => window.hacked).catch(() => undefined);
    assert.equal(hacked, undefined, frame.url());
  }
  assert.doesNotMatch(await page.title(), /\p{Cc}/u);
  assert.deepEqual(dialogs, []);
  assert.deepEqual(outside, []);
}

/** Goes through all steps, and looks at what each makes of the page. */
async function readThrough(replay) {
  const seen = new Set();
  const trouble = new Set();
  const scroll = (share) =>
    replay.locator('.feed').evaluate(async (feed, by) => {
      feed.scrollTop = by === null ? 0 : feed.scrollTop + feed.clientHeight * by;
      // Rows that come into sight are measured and drawn, which moves those below.
      for (let drawing = 0; drawing < 4; drawing++) {
        await new Promise((done) => requestAnimationFrame(done));
      }
      return feed.scrollTop + feed.clientHeight >= feed.scrollHeight - 2;
    }, share);
  await scroll(null);
  for (let step = 0, over = false; step < 400; step++) {
    const { ids, trouble: here } = await look(replay);
    ids.forEach((id) => seen.add(id));
    here.forEach((text) => trouble.add(text));
    if (over) {
      break;
    }
    over = await scroll(0.9);
  }
  return { messages: seen.size, trouble: [...trouble] };
}

function look(frame) {
  return frame.locator('body').evaluate((body) => {
    const trouble = [];
    const forbidden = 'iframe, object, embed, img, style, link, script, form, base, meta, math, video, audio';
    for (const element of body.querySelectorAll(`#root :is(${forbidden})`)) {
      trouble.push(`element ${element.outerHTML.slice(0, 100)}`);
    }
    for (const element of body.querySelectorAll('#root *')) {
      for (const { name, value } of element.attributes) {
        if (/^on|^srcdoc$|^formaction$/.test(name)) {
          trouble.push(`attribute ${name} of ${element.tagName}`);
        }
        if (/^(href|src|action|xlink:href)$/.test(name) && !/^(https?:|#)/.test(value)) {
          trouble.push(`${name} ${value}`);
        }
      }
    }
    const texts = document.createTreeWalker(body.querySelector('#root'), NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      if (/[^\P{Cc}\n\r\t]|[\u202a-\u202e\u2066-\u2069]/u.test(text.data)) {
        trouble.push(
          `characters that nobody sees in ${text.parentElement.className}: ${JSON.stringify(text.data)}`,
        );
      }
    }
    if (window.hacked !== undefined) {
      trouble.push(`it ran: ${window.hacked}`);
    }
    return { ids: [...body.querySelectorAll('article')].map(({ id }) => id), trouble };
  });
}

/** The list that the pages by themselves are tried with. */
async function made(folder) {
  const outfile = join(folder, 'steps.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['test/webview/fakeSteps.ts'],
    ...{ outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' },
  });
  return (await import(pathToFileURL(outfile).href)).payloads;
}

const own = [
  '<object data="https://evil.example/x"></object><embed src="https://evil.example/y">',
  '<link rel="stylesheet" href="https://evil.example/x.css"><base href="https://evil.example/">',
  '<form action="https://evil.example/"><button>go</button></form>',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<svg><script>window.hacked=1</script><use href="https://evil.example/x.svg#a"/></svg>',
  '<svg><animate onbegin=window.hacked=1 attributeName=x dur=1s></svg>',
  '<video><source onerror=window.hacked=1></video><audio src=x onerror=window.hacked=1>',
  '<input autofocus onfocus=window.hacked=1><body onload=window.hacked=1>',
  '<img srcset="https://evil.example/a 1x"><picture><source srcset="https://evil.example/b"></picture>',
  '![a](https://evil.example/a.png "t") [![b](https://evil.example/b.png)](https://ok.example)',
  '<noscript><p title="</noscript><img src=x onerror=window.hacked=1>">',
  '[a]: https://evil.example\n![a]',
  '[x](https://ok.example/\u202egnp.exe) \u2066hidden\u2069',
  '\u001b]0;hacked\u0007\u001b[31mred\u001b[0m\u001b]52;c;aGFja2Vk\u0007',
  '$(alert) $(sync~spin) %c hacked',
  '```mermaid\ngraph TD; A-->B; click A "javascript:window.hacked=1"\n```',
  `<style>@import url(https://evil.example/x.css); *{background:url(https://evil.example/y)}</style>`,
];

/** Each payload as a prompt, an answer, a thought, a tool's input and output, a path, a branch and a model. */
function writeSession(home, cwd, payloads) {
  const id = '33333333-3333-4333-8333-333333333333';
  const start = Date.now() - 600_000;
  const lines = [];
  const add = (type, payload, content, more = {}) =>
    lines.push({
      ...{
        type,
        sessionId: id,
        uuid: `u${lines.length}`,
        parentUuid: lines.length ? `u${lines.length - 1}` : null,
      },
      ...{
        timestamp: new Date(start + lines.length * 500).toISOString(),
        cwd,
        version: '2.1.0',
        gitBranch: payload.slice(0, 80),
      },
      message:
        type === 'user'
          ? { role: 'user', content }
          : {
              ...{
                id: `m${lines.length}`,
                type: 'message',
                role: 'assistant',
                model: payload.slice(0, 60),
                content,
              },
              usage: { input_tokens: 1000, output_tokens: 500 },
            },
      ...more,
    });
  add(
    'user',
    'main',
    `pwned \u202e<img src=x onerror=window.hacked=1> [x](command:workbench.action.quit) $(alert) \u0007`,
  );
  payloads.forEach((payload, n) => {
    add('assistant', payload, [
      { type: 'thinking', thinking: payload, signature: 'x' },
      { type: 'text', text: payload },
    ]);
    const call = { type: 'tool_use', id: `t${n}`, name: n % 2 ? 'Bash' : 'Edit' };
    const input =
      n % 2
        ? { command: payload, description: payload }
        : { file_path: payload, old_string: 'a', new_string: payload };
    add('assistant', payload, [{ ...call, input }]);
    add(
      'user',
      payload,
      [{ type: 'tool_result', tool_use_id: `t${n}`, content: payload, is_error: n % 3 === 0 }],
      {
        toolUseResult: {
          ...{ filePath: payload, oldString: 'a', newString: payload, stdout: payload },
          structuredPatch: [
            { oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-a', `+${payload}`] },
          ],
        },
      },
    );
    add('user', payload, payload);
  });
  add('assistant', 'main', [{ type: 'text', text: 'The last line' }]);
  const project = join(home, '.claude/projects', cwd.replace(/[^A-Za-z0-9]/g, '-'));
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, `${id}.jsonl`), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
