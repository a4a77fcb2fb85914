import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The files a gate looks at, by path from the root with forward slashes. A gate sees no disk, so that a test can plant a violation. */
export interface Tree {
  readonly files: readonly string[];
  has(file: string): boolean;
  /** The file's text; throws when the tree has no such file. */
  read(file: string): string;
}

/** Where the checkout is on this disk. */
export const workspaceRoot = fileURLToPath(new URL('../..', import.meta.url));

/** The checkout as git sees it: tracked files and new ones that are not ignored. */
export function openWorkspace(): Tree {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: workspaceRoot,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const files = listed
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(workspaceRoot, file)))
    .sort();
  const known = new Set(files);
  return {
    files,
    has: (file) => known.has(file),
    read: (file) => readFileSync(join(workspaceRoot, file), 'utf8'),
  };
}

/** A tree made of texts. */
export function treeOf(texts: Readonly<Record<string, string>>): Tree {
  return {
    files: Object.keys(texts).sort(),
    has: (file) => Object.hasOwn(texts, file),
    read(file) {
      const text = texts[file];
      if (text === undefined) throw new Error(`no such file in the tree: ${file}`);
      return text;
    },
  };
}
