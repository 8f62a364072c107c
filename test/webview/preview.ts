import { createServer, type Server } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import * as esbuild from 'esbuild';
import { panelHtml } from '../../src/ui/panels/panelHtml.js';

/**
 * Shows the webviews in any browser, without VS Code: the same bundles and the same content policy, a host that answers
 * from made-up data, and the variables of VS Code's default themes.
 *
 *   npx tsx test/webview/preview.ts            then open the address it prints
 *
 * `?view=replay|stats`, `&theme=dark|light|high-contrast`, `&data=sample|huge|hostile|live|empty|error|loading|gone`.
 */
export interface Preview {
  url(view: 'replay' | 'stats', theme: string, data: string): string;
  close(): Promise<void>;
}

const root = join(__dirname, '../..');
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
  '.html': 'text/html; charset=utf-8',
};

/** Serves the bundles of `folder` (dist/webview) on loopback. */
export async function startPreview(folder = join(root, 'dist/webview'), port = 0): Promise<Preview> {
  const stub = await esbuild.build({
    entryPoints: [join(__dirname, 'fakeHost.ts')],
    bundle: true,
    write: false,
    format: 'iife',
  });
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const send = (type: string, body: string | Buffer) =>
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    if (url.pathname === '/') {
      send('text/html; charset=utf-8', page(url));
    } else if (url.pathname === '/fakeHost.js') {
      send('text/javascript', stub.outputFiles[0]?.text ?? '');
    } else if (url.pathname === '/themes.css') {
      send('text/css', readFileSync(join(__dirname, 'themes.css')));
    } else {
      const file = join(folder, url.pathname.replace(/^.*\//, ''));
      if (existsSync(file)) {
        send(types[extname(file)] ?? 'application/octet-stream', readFileSync(file));
      } else {
        response.writeHead(404).end();
      }
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: (view, theme, data) => `${base}/?view=${view}&theme=${theme}&data=${data}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}

/** The page as VS Code makes it: the panel's own HTML, with theme variables and `acquireVsCodeApi` put before it. */
function page(url: URL): string {
  const view = url.searchParams.get('view') === 'stats' ? 'stats' : 'replay';
  const theme = url.searchParams.get('theme') ?? 'dark';
  return panelHtml({
    script: `/${view}.js`,
    style: `/${view}.css`,
    cspSource: "'self'",
    nonce: 'preview',
    title: view,
    language: 'en',
  })
    .replace('<html lang="en">', `<html lang="en" class="${theme.replace(/[^a-z-]/g, '')}">`)
    .replace('<link rel', '<link rel="stylesheet" href="/themes.css">\n<link rel')
    .replace('<body>', `<body class="vscode-${theme.replace(/[^a-z-]/g, '')}">`)
    .replace('<div id="root">', '<script nonce="preview" src="/fakeHost.js"></script>\n<div id="root">');
}

if (require.main === module) {
  void startPreview(undefined, Number(process.env['PORT'] ?? 0)).then((preview) =>
    console.log(preview.url('replay', 'dark', 'sample')),
  );
}
