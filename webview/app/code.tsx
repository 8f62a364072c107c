import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { pageLimit } from '../../src/common/panelProtocol.js';
import { plainText } from '../../src/common/plainText.js';
import { useIsFound } from './found.js';
import { highlight, type CodeNode } from './highlight.js';
import { t } from './strings.js';
import { CopyButton } from './copy.js';
import { Button } from './ui/button.js';

/** Lines shown of a long block before "Show all". */
const headLines = 24;
const headChars = 4000;

interface ClipProps {
  text: string;
  /** Lines and characters to show first. */
  lines?: number;
  chars?: number;
  /** Draws the part that is shown. */
  children(text: string): ComponentChildren;
}

/** Shows the beginning of a long text, and the whole on request. */
export function Clip({ text, lines = headLines, chars = headChars, children }: ClipProps) {
  const [byHand, setByHand] = useState<boolean | null>(null);
  const cut = clipAt(text, lines, chars);
  const found = useIsFound(text, cut);
  const open = byHand ?? found;
  const shown = open ? text.slice(0, pageLimit) : text.slice(0, cut);
  return (
    <>
      {children(shown)}
      {cut < text.length && (
        <Button look="quiet" icon={open ? 'chevron-up' : 'chevron-down'} onClick={() => setByHand(!open)}>
          {open ? t('showLess') : t('showMore', countLines(text))}
        </Button>
      )}
    </>
  );
}

/** Where to cut a text: after `lines` lines or so many characters; a few lines more are not worth a button. */
export function clipAt(text: string, lines: number, chars = headChars): number {
  let at = -1;
  for (let n = 0; n < lines; n++) {
    at = text.indexOf('\n', at + 1);
    if (at < 0) {
      break;
    }
  }
  const byLines = at < 0 || countLines(text.slice(at)) <= 4 ? text.length : at;
  return byLines > chars * 1.25 ? Math.min(byLines, chars) : byLines;
}

export function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lines++;
  }
  return lines;
}

/** A block of code with colours, its language and a button that copies it. */
export function CodeBlock({ code, language }: { code: string; language: string }) {
  return (
    <figure class="code">
      <figcaption>
        <span>{language}</span>
        <CopyButton text={code} />
      </figcaption>
      <Clip text={code}>{(text) => <Code code={text} language={language} />}</Clip>
    </figure>
  );
}

/** Code with colours and nothing around it. */
export function Code({ code, language }: { code: string; language: string }) {
  return (
    <pre>
      <code>{highlight(plainText(code), language).map(renderNode)}</code>
    </pre>
  );
}

function renderNode(node: CodeNode, index: number): ComponentChildren {
  if (typeof node === 'string') {
    return node;
  }
  return (
    <span key={index} class={`hl-${node.scope}`}>
      {node.children.map(renderNode)}
    </span>
  );
}
