import { validate } from 'dockerfile-utils';
import type { Finding } from '../workspace/finding.js';

export interface Promises {
  /** Major versions of Node that are tested. */
  readonly nodeMajors: readonly string[];
  /** As in the root manifest, such as pnpm@10.0.0. */
  readonly packageManager: string;
}

/** What is wrong with a Dockerfile: its syntax, its base image, its package manager, whom it runs as, and what it fetches. */
export function findDockerfileFaults(file: string, text: string, promised: Promises): Finding[] {
  const syntax = validate(text).map(({ range, message }) => ({
    file,
    line: range.start.line + 1,
    problem: typeof message === 'string' ? message : message.value,
  }));
  const lines = text.split('\n').map((words, i) => ({ words, line: i + 1 }));
  const bases = lines.filter(({ words }) => words.startsWith('FROM '));
  const wrongBases = bases.filter(
    ({ words }) => !promised.nodeMajors.includes(/^FROM node:(\d+)-bookworm-slim\b/.exec(words)?.[1] ?? ''),
  );
  const downloads = lines.filter(({ words }) =>
    /\b(apt-get|apk|curl|wget|git clone)\b|^ADD |https?:/.test(words),
  );
  const last = lines.filter(({ line }) => line > (bases.at(-1)?.line ?? 0));
  const users = last.filter(({ words }) => words.startsWith('USER '));
  const problems: Finding[] = [
    ...wrongBases.map(({ line }) => ({
      file,
      line,
      problem: `must be from node:${promised.nodeMajors.join('|')}-bookworm-slim`,
    })),
    ...downloads.map(({ line }) => ({ file, line, problem: 'uses the network for something else than npm' })),
  ];
  if (!/^USER [1-9]\d*:[1-9]\d*$/.test(users.at(-1)?.words ?? '')) {
    problems.push({
      file,
      line: users.at(-1)?.line ?? null,
      problem: 'must end as a user, by number, that is not root',
    });
  }
  if (!text.includes(` ${promised.packageManager}\n`)) {
    problems.push({
      file,
      line: null,
      problem: `must install ${promised.packageManager}, as package.json says`,
    });
  }
  return [...syntax, ...problems];
}
