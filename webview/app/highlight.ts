import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import json from 'highlight.js/lib/languages/json';
import markdown from 'highlight.js/lib/languages/markdown';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import shell from 'highlight.js/lib/languages/shell';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

const languages = { bash, diff, go, java, json, markdown, python, rust, shell, typescript, xml, yaml };
for (const [name, language] of Object.entries(languages)) {
  hljs.registerLanguage(name, language);
}
// TypeScript's grammar contains JavaScript's, and these look enough alike to share one.
hljs.registerAliases(['js', 'jsx', 'mjs', 'cjs', 'javascript', 'mts', 'cts'], { languageName: 'typescript' });
hljs.registerAliases(['kotlin', 'kt', 'scala', 'c', 'cpp', 'h', 'cs', 'csharp', 'swift'], {
  languageName: 'java',
});
hljs.registerAliases(['jsonc', 'json5', 'jsonl'], { languageName: 'json' });
hljs.registerAliases(['fish', 'ps1', 'powershell', 'dockerfile', 'makefile'], { languageName: 'bash' });
hljs.registerAliases(['toml', 'ini'], { languageName: 'yaml' });

/** A piece of highlighted code: text, or a scope with pieces in it. */
export type CodeNode = string | { scope: string; children: readonly CodeNode[] };

/** Beyond this the colours cost more than they help (180 lines take about 10 ms). */
const highlightLimit = 20_000;

/** Splits code into scopes, of which the view makes elements; never HTML. Unknown languages come back as one text. */
export function highlight(code: string, language: string): readonly CodeNode[] {
  const name = language.toLowerCase();
  if (code.length > highlightLimit || !hljs.getLanguage(name)) {
    return [code];
  }
  const result = hljs.highlight(code, { language: name, ignoreIllegals: true });
  // The tree behind the HTML: highlight.js has it in every result and marks it as private.
  const { _emitter: emitter } = result as unknown as { _emitter?: { rootNode?: RawNode } };
  return emitter?.rootNode ? emitter.rootNode.children.map(toNode) : [code];
}

interface RawNode {
  scope?: string;
  children: readonly (RawNode | string)[];
}

function toNode(raw: RawNode | string): CodeNode {
  if (typeof raw === 'string') {
    return raw;
  }
  return { scope: raw.scope?.split('.')[0] ?? '', children: raw.children.map(toNode) };
}
