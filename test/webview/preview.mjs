// Shows the webviews in any browser, without VS Code: the bundles of dist/webview under the same content policy, a host that
// answers from made-up data, and the variables of VS Code's default themes.
//
//   node esbuild.mjs && node test/webview/preview.mjs        then open the address it prints
//
// `view=replay|stats|search|compare|sql|session|redaction|ticket`, `theme=dark|light|high-contrast|high-contrast-light`, `data=sample|moments|huge|hostile|live|empty|error|loading|gone`.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const here = import.meta.dirname;
const types = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

/** Serves on loopback until `close`. `folder` holds the bundles. */
export async function startPreview(folder = resolve(here, '../../dist/webview'), port = 0) {
  const fakeHost = await bundle(join(here, 'fakeHost.ts'), 'iife');
  const { panelHtml } = await import(
    `data:text/javascript,${encodeURIComponent(await bundle(resolve(here, '../../src/ui/panels/panelHtml.ts'), 'esm'))}`
  );
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const send = (type, body) =>
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    const file = join(folder, basename(url.pathname));
    if (url.pathname === '/') {
      send('text/html; charset=utf-8', page(panelHtml, url.searchParams));
    } else if (url.pathname === '/fakeHost.js') {
      send('text/javascript', fakeHost);
    } else if (url.pathname === '/themes.css') {
      send('text/css', readFileSync(join(here, 'themes.css')));
    } else if (existsSync(file)) {
      send(types[extname(file)] ?? 'application/octet-stream', readFileSync(file));
    } else {
      response.writeHead(url.pathname === '/favicon.ico' ? 204 : 404).end();
    }
  });
  await new Promise((done) => server.listen(port, '127.0.0.1', done));
  const base = `http://127.0.0.1:${server.address().port}`;
  return {
    base,
    url: (view, theme, data) => `${base}/?view=${view}&theme=${theme}&data=${data}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

/** The page that the panel makes, with what VS Code adds: the theme's variables and class, and `acquireVsCodeApi`. */
function page(panelHtml, query) {
  const view =
    ['stats', 'search', 'compare', 'sql', 'session', 'redaction', 'ticket'].find(
      (name) => name === query.get('view'),
    ) ?? 'replay';
  const theme = (query.get('theme') ?? 'dark').replace(/[^a-z-]/g, '');
  return panelHtml({
    script: `/${view}.js`,
    style: `/${view}.css`,
    cspSource: "'self'",
    nonce: 'preview',
    title: view,
    language: 'en',
  })
    .replace('<html lang="en">', `<html lang="en" class="${theme}">`)
    .replace('<link rel', '<link rel="stylesheet" href="/themes.css">\n<link rel')
    .replace('<body>', `<body class="${classes(theme)}">`)
    .replace('<div id="root">', '<script nonce="preview" src="/fakeHost.js"></script>\n<div id="root">');
}

/** As VS Code gives them: the light high contrast has both. */
function classes(theme) {
  return theme === 'high-contrast-light'
    ? 'vscode-high-contrast-light vscode-high-contrast'
    : `vscode-${theme}`;
}

async function bundle(file, format) {
  const result = await esbuild.build({ entryPoints: [file], bundle: true, write: false, format });
  return result.outputFiles[0].text;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const preview = await startPreview(undefined, Number(process.env.PORT ?? 0));
  console.log(preview.url('replay', 'dark', 'sample'));
}
