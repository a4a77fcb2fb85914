import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { defaultRegistry as registry } from '../registry/default-registry.js';
import type { OptionSpecs } from '../spec/option-spec.js';
import { runCli } from '../testing/run-cli.js';
import { grpcOptions } from './grpc-options.js';
import { httpOptions } from './http-options.js';

/** What people who come from another tool are told to write must be what the commands take. */
const readme = readFileSync(new URL('../../../../packages/endpoint-load/README.md', import.meta.url), 'utf8');
const migration = readme.slice(readme.indexOf('## Coming from another tool'), readme.indexOf('\n## Output'));

/** The rows of the table with this head, as cells. */
function rowsOf(head: string): string[][] {
  const [, ...rows] = migration.slice(migration.indexOf(head)).split('\n\n')[0]!.split('\n').slice(1);
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const commands = rowsOf('| there | here |').map(
  ([, here = '']) => /`(benchwright [^`]*)`/.exec(here)?.[1] ?? here,
);

/** The words of a command line as a shell gives them, single quotes taken off. */
function wordsOf(command: string): string[] {
  const words = command.match(/(?:'[^']*'|[^' ])+/g) ?? [];
  return words.map((word) => word.replaceAll("'", ''));
}

test('there is a command for each of the tools', () => {
  const there = rowsOf('| there | here |').map(([cell = '']) => /[a-z]\w+/.exec(cell)?.[0]);
  const tools = [
    'wrk',
    'wrk2',
    'oha',
    'hey',
    'vegeta',
    'autocannon',
    'ab',
    'h2load',
    'bombardier',
    'k6',
    'ghz',
  ];
  expect([...new Set(there)]).toEqual(expect.arrayContaining(tools));
});

test.each(commands)('%s', async (command) => {
  const given: Readonly<Record<string, string>> = { URL: 'http://127.0.0.1:1/', 'H:P': '127.0.0.1:1' };
  const [, ...argv] = wordsOf(command).map((word) => given[word] ?? word);
  const { code, stderr } = await runCli([...argv, '--dry-run'], { registry });
  expect(stderr).toBe('');
  expect(code).toBe(0);
});

describe.each<[string, OptionSpecs, string]>([
  ['http', httpOptions, '| here | wrk'],
  ['grpc', grpcOptions, '| `benchwright grpc` | ghz |'],
])('the flags of %s', (_command, specs, head) => {
  const flags = new Set(
    Object.values(specs).flatMap(({ flags: forms }) => forms.match(/--?[a-zA-Z][\w-]*/g) ?? []),
  );
  const named = rowsOf(head).flatMap(([here = '']) => here.match(/(?<=[` ])--?[a-zA-Z][\w-]*/g) ?? []);

  test('that the table names are declared', () => {
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((flag) => !flags.has(flag))).toEqual([]);
  });
});
