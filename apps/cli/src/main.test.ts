import { describe, expect, test } from 'vitest';
import { allCommands, allGroups } from './commands/all-commands.js';
import { defaultRegistry } from './registry/default-registry.js';
import { runCli } from './testing/run-cli.js';
import { packageVersion } from './version.js';

const golden = (name: string): string => new URL(`../testdata/${name}`, import.meta.url).pathname;
const registry = defaultRegistry;

describe('help', () => {
  const paths = [[], ...allGroups.map(({ path }) => path), ...allCommands(registry).map(({ path }) => path)];

  test.each(paths)('of benchwright %s %s %s', async (...words) => {
    const path = words.filter((word) => word !== undefined);
    const { code, stdout, stderr } = await runCli([...path, '--help'], { registry });
    expect(code).toBe(0);
    expect(stderr).toBe('');
    await expect(stdout).toMatchFileSnapshot(golden(`help/${path.join('-') || 'benchwright'}.txt`));
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('without arguments goes to stderr and ends with 2', async () => {
    const { code, stdout, stderr } = await runCli([], { registry });
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('Usage: benchwright');
  });

  test('as a command', async () => {
    expect(await runCli(['help', 'doctor'], { registry })).toEqual(
      await runCli(['doctor', '--help'], { registry }),
    );
  });
});

test('--version', async () => {
  expect(await runCli(['--version'])).toEqual({ code: 0, stdout: `${packageVersion}\n`, stderr: '' });
});

describe('a mistake on the command line ends with 2, says what it is and writes nothing on stdout', () => {
  test.each([
    ['a command that is not there', ['rnu'], /unknown command 'rnu'\n\(Did you mean run\?\)/],
    [
      'a flag that is not there',
      ['rest-grpc', '--requsts', '3'],
      /unknown option '--requsts'\n\(Did you mean --requests\?\)/,
    ],
    ['a value too many', ['doctor', 'now'], /too many arguments/],
    ['a value that is missing', ['rest-grpc', '-r'], /argument missing/],
    ['no suite', ['run'], /missing required argument 'suite'/],
    [
      'a suite that is not there',
      ['run', 'res-grpc'],
      /there is no suite 'res-grpc'\n {2}did you mean rest-grpc\?/,
    ],
    [
      'a target that is not there',
      ['targets', 'start', 'usrs'],
      /unknown command 'usrs'\n\(Did you mean users\?\)/,
    ],
    ['a shell that is not there', ['completions', 'bsh'], /did you mean bash\?/],
    [
      'a word that is no choice',
      ['rest-grpc', '-r', '1', '-o', 'xml'],
      /Allowed choices are console, json, csv/,
    ],
    ['a number that is none', ['run', 'rest-grpc', '--seed', 'x'], /'x' is invalid. Give a whole number/],
    ['no requests', ['rest-grpc'], /required option '-r, --requests <count>' not specified/],
    [
      'a port that is none',
      ['targets', 'start', 'users', '--rest-port', '99999'],
      /whole number from 0 to 65535/,
    ],
    ['a bad environment variable', ['run', 'rest-grpc', '--dry-run'], /BENCHWRIGHT_PROGRESS is 'loud'/],
    ['--set without a value', ['run', 'rest-grpc', '--set', 'trials'], /--set trials: there is no value/],
  ])('%s', async (_what, argv, message) => {
    const env = argv.includes('--dry-run') ? { BENCHWRIGHT_PROGRESS: 'loud' } : {};
    const { code, stdout, stderr } = await runCli(argv, { registry, env });
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(stdout).toBe('');
  });

  test('several at once are all listed', async () => {
    const { code, stderr } = await runCli(['rest-grpc', '-r', '0', '--user-id-range', '9-1', '-c', 'abc'], {
      registry,
    });
    expect(code).toBe(2);
    await expect(stderr).toMatchFileSnapshot(golden('errors/three-mistakes.txt'));
  });

  test.each([
    ['--requests=abc'],
    ['--requests=1.5'],
    ['--requests=-3'],
    ['--timeout=soon'],
    ['--operation=getusers'],
  ])('%s names the flag', async (flag) => {
    const { code, stderr } = await runCli(['rest-grpc', '-r', '5', flag], { registry });
    expect(code).toBe(2);
    expect(stderr).toContain(flag.split('=')[0]);
  });
});

test('what is hostile in the arguments does not reach the terminal raw', async () => {
  const { stderr } = await runCli(['run', 'tiny\u001b]0;owned\u0007']);
  expect(stderr).toContain('tiny\\x1b]0;owned\\x07');
  expect(stderr).not.toContain('\u001b]');
});
