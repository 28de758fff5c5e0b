/** What GitHub would make of a text: every kind of node in it, and whatever stands outside of code. */

import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

export interface Reading {
  readonly types: ReadonlySet<string>;
  /** The blocks in order, each with its depth, its type, and the language of code; HTML with its tags. */
  readonly blocks: readonly string[];
  /** Text in which GitHub looks for mentions, references and links. */
  readonly prose: readonly string[];
  readonly html: readonly string[];
  /** Inline code, and code blocks line by line. */
  readonly code: readonly string[];
  /** Addresses of links and images. */
  readonly links: readonly string[];
  /** Prose and code in the order in which they are read. */
  readonly all: string;
}

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly lang?: string | null | undefined;
  readonly children?: readonly Node[];
}

export function readMarkdown(markdown: string): Reading {
  const root: Node = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const nodes = flat(root);
  const values = (...types: readonly string[]): readonly string[] =>
    nodes.filter(({ type }) => types.includes(type)).map(({ value }) => value ?? '');
  return {
    types: new Set(nodes.map(({ type }) => type)),
    blocks: blocksOf(root, 0),
    prose: values('text'),
    html: values('html'),
    code: values('code', 'inlineCode').flatMap((value) => value.split('\n')),
    links: nodes.flatMap(({ url }) => (url === undefined ? [] : [url])),
    all: values('text', 'code', 'inlineCode').join(''),
  };
}

const INLINE: ReadonlySet<string> = new Set(['heading', 'paragraph']);

function blocksOf({ type, lang, value = '', children = [] }: Node, depth: number): readonly string[] {
  const tags = type === 'html' ? (value.match(/<\/?\w+/gu) ?? []) : [];
  const block = [depth, type, lang ?? '', ...tags].join(' ').trim();
  return [block, ...(INLINE.has(type) ? [] : children.flatMap((child) => blocksOf(child, depth + 1)))];
}

function flat(node: Node): readonly Node[] {
  return [node, ...(node.children ?? []).flatMap(flat)];
}
