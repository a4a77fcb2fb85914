import { parse } from 'yaml';
import type { Finding } from '../workspace/finding.js';
import { findPublished } from '../workspace/packages.js';
import type { Tree } from '../workspace/tree.js';

const bumps = new Set(['patch', 'minor', 'major']);
const titleLength = { least: 20, most: 120 };

/** Finds changesets that name no package, an unknown one, or that would make a poor line in a changelog. */
export function findChangesetFaults(tree: Tree): Finding[] {
  const published = new Set(findPublished(tree).map(({ name }) => name));
  return tree.files
    .filter((file) => /^\.changeset\/[^/]+\.md$/.test(file) && !file.endsWith('/README.md'))
    .flatMap((file) =>
      faultsOf(tree.read(file), published).map((problem) => ({ file, line: null, problem })),
    );
}

function faultsOf(text: string, published: ReadonlySet<string>): string[] {
  const parts = /^---\n([\s\S]*?)---\n([\s\S]*)$/.exec(text);
  if (parts === null) return ['has no head of packages between "---" lines: make it with pnpm changeset'];
  const [, head = '', body = ''] = parts;
  const releases = Object.entries((parse(head) ?? {}) as Record<string, unknown>);
  const title = body.trim().split('\n', 1)[0] ?? '';
  return [
    ...(releases.length === 0 ? ['names no package'] : []),
    ...releases.flatMap(([name, bump]) => [
      ...(published.has(name) ? [] : [`names ${name}, which this repository does not publish`]),
      ...(bumps.has(String(bump)) ? [] : [`asks for a "${bump}" of ${name}: patch, minor or major`]),
    ]),
    ...titleProblems(title),
  ];
}

function titleProblems(title: string): string[] {
  const { least, most } = titleLength;
  if (title.length < least || title.length > most) {
    return [
      `has a first line of ${title.length} characters: say in ${least} to ${most} what changes for the user`,
    ];
  }
  return /^[A-Z`]/.test(title) ? [] : ['must begin its first line with a capital: it is read in a changelog'];
}
