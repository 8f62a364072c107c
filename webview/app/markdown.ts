import MarkdownIt from 'markdown-it';
import { h, type ComponentChildren, type VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { useActions, type Actions } from './actions.js';
import { plainText } from '../../src/common/plainText.js';
import { CodeBlock } from './code.js';
import { linkTarget } from './links.js';
import { t } from './strings.js';
import { Icon } from './ui/icon.js';

// HTML in a message stays text. What remains is a list of tokens, and only the tags below are made of them, as elements:
// no string of a session is ever parsed as HTML, so there is nothing that would have to be sanitised.
const parser = new MarkdownIt({ html: false, linkify: true });
// Bare words with a dot ("README.md") are files far more often than host names.
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

type Token = ReturnType<typeof parser.parse>[number];

const tags = new Set(
  'p h1 h2 h3 h4 h5 h6 ul ol li blockquote table thead tbody tr th td em strong s hr br'.split(' '),
);

/** Longer texts are shown plain: parsing them would hold up the page. */
export const markdownLimit = 60_000;

/** A message as Markdown. */
export function Markdown({ text }: { text: string }) {
  const actions = useActions();
  const content = useMemo(() => renderMarkdown(text, actions), [text, actions]);
  return h('div', { class: 'markdown' }, content);
}

/** Elements of a Markdown text. Links lead to web pages and files only, through `actions`. */
export function renderMarkdown(text: string, actions: Actions): ComponentChildren[] {
  return renderTokens(parser.parse(plainText(text), {}), actions);
}

function renderTokens(tokens: readonly Token[], actions: Actions): ComponentChildren[] {
  const root: ComponentChildren[] = [];
  const open: { token: Token; children: ComponentChildren[] }[] = [];
  const add = (node: ComponentChildren) => (open.at(-1)?.children ?? root).push(node);
  for (const [index, token] of tokens.entries()) {
    if (token.nesting === 1) {
      open.push({ token, children: [] });
    } else if (token.nesting === -1) {
      const element = open.pop();
      if (element) {
        add(renderElement(element.token, element.children, actions));
      }
    } else {
      const item = tokens[index - 2];
      if (token.type === 'inline' && item?.type === 'list_item_open') {
        add(renderBox(token, item));
      }
      add(renderLeaf(token, actions));
    }
  }
  // Every token list is balanced; what a plugin left open would still be shown.
  while (open.length > 0) {
    const element = open.pop();
    add(element?.children);
  }
  return root;
}

/** The box of an item that is to be done (`- [x] …`), in place of its point and of the marks that stood for it. */
function renderBox(content: Token, item: Token): ComponentChildren {
  const first = content.children?.[0];
  const box = first?.type === 'text' ? /^\[([ xX])\] +/.exec(first.content) : null;
  if (!first || !box) {
    return null;
  }
  first.content = first.content.slice(box[0].length);
  item.attrSet('class', 'task');
  const isDone = box[1] !== ' ';
  return h(Icon, {
    name: isDone ? 'pass-filled' : 'circle-large-outline',
    label: t(isDone ? 'todoDone' : 'todoOpen'),
  });
}

function renderElement(token: Token, children: ComponentChildren[], actions: Actions): ComponentChildren {
  if (token.type === 'link_open') {
    return renderLink(String(token.attrGet('href') ?? ''), children, actions);
  }
  if (token.hidden || !tags.has(token.tag)) {
    return children;
  }
  if (/^h[1-6]$/.test(token.tag)) {
    // All headings of messages are at one level below the message's own, whatever level the agent chose.
    return h('h3', { class: `md-${token.tag}` }, children);
  }
  if (token.tag === 'table') {
    // Wide tables scroll by themselves, and the keyboard reaches what scrolls.
    const attributes = {
      class: 'table-scroll',
      role: 'group',
      'aria-label': t('table'),
      tabIndex: 0,
    } as const;
    return h('div', attributes, h('table', null, children));
  }
  if (token.tag === 'th' || token.tag === 'td') {
    // The page's policy allows no style of an element.
    const side = /text-align:(right|center)/.exec(String(token.attrGet('style') ?? ''))?.[1];
    return h(token.tag, side === undefined ? {} : { class: `md-${side}` }, children);
  }
  if (token.attrGet('class') === 'task') {
    return h('li', { class: 'task' }, children);
  }
  const start = token.tag === 'ol' ? Number(token.attrGet('start') ?? 1) : 1;
  return h(token.tag, start === 1 ? {} : { start }, children);
}

function renderLeaf(token: Token, actions: Actions): ComponentChildren {
  switch (token.type) {
    case 'inline':
      return renderTokens(token.children ?? [], actions);
    case 'fence':
      return codeBlock(token.content, token.info.trim().split(/\s+/)[0] ?? '');
    case 'code_block':
      return codeBlock(token.content, '');
    case 'code_inline':
      return h('code', null, token.content);
    case 'image':
      // Nothing is fetched: the page has no network, and an address alone tells who is reading.
      return renderLink(String(token.attrGet('src') ?? ''), [`🖼 ${token.content || t('image')}`], actions);
    case 'softbreak':
      return '\n';
    case 'hardbreak':
      return h('br', null);
    case 'hr':
      return h('hr', null);
    default:
      return token.content;
  }
}

function renderLink(href: string, children: ComponentChildren[], actions: Actions): ComponentChildren {
  const target = linkTarget(href);
  if (target?.kind === 'web') {
    const onClick = (event: MouseEvent) => {
      event.preventDefault();
      event.stopPropagation();
      actions.openLink(target.url);
    };
    return h('a', { href: target.url, title: target.url, onClick }, children);
  }
  if (target?.kind === 'file' && !actions.offline) {
    const onClick = () => actions.openFile(target.path, target.line);
    return h('button', { type: 'button', class: 'link', title: target.path, onClick }, children);
  }
  return children;
}

function codeBlock(content: string, language: string): ComponentChildren {
  return h(CodeBlock, { code: content.replace(/\n$/, ''), language });
}

/** For tests: every element in a rendered text. */
export function elementsOf(node: ComponentChildren): VNode<Record<string, unknown>>[] {
  if (Array.isArray(node)) {
    return node.flatMap(elementsOf);
  }
  if (typeof node !== 'object' || node === null) {
    return [];
  }
  const vnode = node as VNode<Record<string, unknown> & { children?: ComponentChildren }>;
  return [vnode, ...elementsOf(vnode.props.children)];
}
