/** Addresses of a webview's files, as the webview sees them. */
export interface PanelFiles {
  /** dist/webview/<name>.js and .css. */
  script: string;
  style: string;
  /** The source that VS Code serves them from, for the content policy. */
  cspSource: string;
  nonce: string;
  title: string;
  /** Display language, as a BCP 47 tag. */
  language: string;
}

/**
 * The page of a webview: nothing but its script and style. The policy allows no network, no inline style or script, no
 * frames; fonts and styles come from the extension's own folder.
 */
export function panelHtml({ script, style, cspSource, nonce, title, language }: PanelFiles): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data:`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!doctype html>
<html lang="${escape(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<link rel="stylesheet" href="${escape(style)}">
</head>
<body>
<div id="root"></div>
<script nonce="${escape(nonce)}" src="${escape(script)}"></script>
</body>
</html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
