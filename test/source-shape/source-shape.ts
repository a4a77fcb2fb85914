import ts from 'typescript';
import type { Finding } from '../workspace/finding.js';
import type { Tree } from '../workspace/tree.js';

export const maxLines = 300;

/** Sources that may be longer, each with the reason why it cannot be split. */
const longerFiles: ReadonlyMap<string, string> = new Map();

/** File names that say nothing about what is inside. */
const vagueNames = /(?:^|\/)(?:utils?|helpers?|misc|common|stuff)\.m?[jt]s$/;

const promises = /\b(?:TODO|FIXME|XXX)\b/;

/** Finds sources that are too long, vaguely named, that promise instead of doing, or that re-export wholesale. */
export function findShapeFaults(tree: Tree): Finding[] {
  return tree.files.filter(isCode).flatMap((file) => {
    const text = tree.read(file);
    return [
      ...(isTest(file) ? [] : lengthFaults(file, text)),
      ...nameFaults(file),
      ...promiseFaults(file, text),
      ...wholesaleExports(file, text),
    ];
  });
}

function isCode(file: string): boolean {
  return /\.m?[jt]s$/.test(file) && !file.endsWith('.d.ts') && !file.includes('/testdata/');
}

function isTest(file: string): boolean {
  return file.endsWith('.test.ts');
}

function lengthFaults(file: string, text: string): Finding[] {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (lines <= maxLines || longerFiles.has(file)) return [];
  return [
    { file, line: null, problem: `has ${lines} lines: ${maxLines} are the limit, so split it by idea` },
  ];
}

function nameFaults(file: string): Finding[] {
  return vagueNames.test(file)
    ? [{ file, line: null, problem: 'has a name that fits anything: name its one idea' }]
    : [];
}

function promiseFaults(file: string, text: string): Finding[] {
  // Walking every token of a file is slow, and few files hold the words at all.
  if (!promises.test(text)) return [];
  return commentsOf(file, text)
    .filter(({ comment }) => promises.test(comment))
    .map(({ line }) => ({ file, line, problem: 'promises work in a comment: do it, or open an issue' }));
}

function wholesaleExports(file: string, text: string): Finding[] {
  if (!/export\s+\*/.test(text)) return [];
  const source = parse(file, text);
  return source.statements
    .filter((statement) => ts.isExportDeclaration(statement) && statement.exportClause === undefined)
    .map((statement) => ({
      file,
      line: lineAt(source, statement.getStart(source)),
      problem: 'exports everything of another file (export *): list the names, values first, then types',
    }));
}

/** Every comment with its line. The scanner, not a pattern, so that a string is never taken for a comment. */
function commentsOf(file: string, text: string): { line: number; comment: string }[] {
  const source = parse(file, text);
  const ranges = new Map<number, ts.CommentRange>();
  const visit = (node: ts.Node): void => {
    for (const range of ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [])
      ranges.set(range.pos, range);
    for (const range of ts.getTrailingCommentRanges(text, node.getEnd()) ?? []) ranges.set(range.pos, range);
    for (const child of node.getChildren(source)) visit(child);
  };
  visit(source);
  return [...ranges.values()].map(({ pos, end }) => ({
    line: lineAt(source, pos),
    comment: text.slice(pos, end),
  }));
}

function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
}

function lineAt(source: ts.SourceFile, position: number): number {
  return source.getLineAndCharacterOfPosition(position).line + 1;
}
