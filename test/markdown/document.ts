import GithubSlugger from 'github-slugger';
import type { Code, Heading, Html, Image, InlineCode, Link, Nodes, Text } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { visit } from 'unist-util-visit';

export interface Located<T> {
  readonly line: number;
  readonly value: T;
}

/** A fenced block, with the HTML comment that stands directly before it, if one does. */
export interface CodeBlock {
  readonly line: number;
  /** First word after the fence, lower case: `ts`, `sh`, `console`, `text`; empty when there is none. */
  readonly language: string;
  readonly text: string;
  /** The comment's text without its marks, or null. */
  readonly comment: string | null;
}

export interface MarkdownDocument {
  readonly links: readonly Located<string>[];
  /** Anchors that `#…` can point at, as GitHub makes them from headings, and explicit ids. */
  readonly anchors: ReadonlySet<string>;
  /** In the order of the document. */
  readonly blocks: readonly CodeBlock[];
}

/** Parses a Markdown text into what the gates look at. */
export function readMarkdown(text: string): MarkdownDocument {
  const root = fromMarkdown(text);
  const slugger = new GithubSlugger();
  const links: Located<string>[] = [];
  const anchors = new Set<string>();
  visit(root, (node) => {
    if (node.type === 'heading') anchors.add(slugger.slug(plainText(node)));
    if (node.type === 'html') for (const id of idsIn(node)) anchors.add(id);
    if (node.type === 'link' || node.type === 'image' || node.type === 'definition') {
      links.push({ line: lineOf(node), value: node.url });
    }
  });
  const blocks = root.children.flatMap((node, index): CodeBlock[] => {
    if (node.type !== 'code') return [];
    const before = root.children[index - 1];
    return [{ ...blockOf(node), comment: before?.type === 'html' ? commentOf(before) : null }];
  });
  return { links, anchors, blocks };
}

function blockOf(node: Code): Omit<CodeBlock, 'comment'> {
  return { line: lineOf(node), language: (node.lang ?? '').toLowerCase(), text: node.value };
}

function lineOf(node: Code | Heading | Image | Link | Nodes): number {
  return node.position?.start.line ?? 0;
}

function commentOf(node: Html): string | null {
  return /^<!--\s*([\s\S]*?)\s*-->$/.exec(node.value.trim())?.[1] ?? null;
}

function idsIn(node: Html): string[] {
  return [...node.value.matchAll(/\b(?:id|name)="([^"]+)"/g)].map(([, id]) => id ?? '');
}

function plainText(heading: Heading): string {
  let text = '';
  visit(heading, (node) => {
    if (node.type === 'text' || node.type === 'inlineCode') text += (node as Text | InlineCode).value;
  });
  return text;
}
