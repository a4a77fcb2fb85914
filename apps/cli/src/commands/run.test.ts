import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunResult, readRecordLog, runResultSchema } from '@benchwright/result-schema';
import { describe, expect, test } from 'vitest';
import { runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';
import { tinyRegistry, tinySuite, unreachable } from '../testing/tiny-suite.js';

const newFolder = temporaryFolders();
const golden = (name: string): string => new URL(`../../testdata/${name}`, import.meta.url).pathname;
const run = (folder: string, ...argv: string[]): string[] => ['run', 'tiny', '-o', folder, ...argv];
const resultOf = (stdout: string): RunResult => runResultSchema.parse(JSON.parse(stdout));
const runsIn = (folder: string): string[] => readdirSync(join(folder, 'tiny'));

describe('a run', () => {
  test('keeps records and result, and prints the result', async () => {
    const folder = newFolder();
    const { code, stdout, stderr } = await runCli(run(folder, '--seed', '7'));
    const [id = ''] = runsIn(folder);
    expect(readdirSync(join(folder, 'tiny', id)).sort()).toEqual(['result.json', 'run.ndjson']);
    expect(id).toMatch(/^20261121T010203-\w{6}$/);
    expect([0, 4]).toContain(code);
    expect(stdout).toMatch(/^(VALID|SUSPECT|INVALID) {2}tiny · 2 cells · 6 of 6 trials/);
    expect(stderr).toContain(`records and result: ${join(folder, 'tiny', id)}`);
    expect(stderr.match(/^\[\d\/6\] (fast|slow) trial \d {2}/gm)).toHaveLength(6);
  });

  test('--html leaves a page of the results beside what is printed', async () => {
    const folder = newFolder();
    const file = join(folder, 'report.html');
    const { code, stderr } = await runCli(run(folder, '--html', file));
    expect([0, 4]).toContain(code);
    expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>[\s\S]*tiny/i);
    expect(stderr).toContain(`report: ${file}`);
  });

  test('--json prints the result and nothing else on stdout', async () => {
    const folder = newFolder();
    const { stdout } = await runCli(run(folder, '--json'));
    const result = resultOf(stdout);
    const stored = readFileSync(join(folder, 'tiny', result.run.id, 'result.json'), 'utf8');
    expect(JSON.parse(stored)).toEqual(result);
    for (const { counts } of result.cells) expect(counts.ok + counts.failed).toBe(40);
    expect(result.artifacts).toEqual([
      { name: 'records', path: 'run.ndjson', mediaType: 'application/x-ndjson' },
    ]);
  });

  test('records the command with its seed, ready to be repeated', async () => {
    const folder = newFolder();
    const first = resultOf((await runCli(run(folder, '--json'))).stdout);
    const again = await runCli([...first.run.command.slice(1), '--dry-run', '--json']);
    const { header } = await readRecordLog(join(folder, 'tiny', first.run.id, 'run.ndjson'));
    expect(JSON.parse(again.stdout).plan).toEqual(header?.plan);
  });

  test('names the error codes of an invalid result and ends with 4', async () => {
    const registry = tinyRegistry({ failing: true });
    const { code, stdout, stderr } = await runCli(run(newFolder()), { registry });
    expect(code).toBe(4);
    expect(stdout).toContain('CONNECT_REFUSED 40');
    expect(stderr).toMatch(/invalid: this result must not be relied on:\n.*\[NOTHING_ANSWERED\]/);
  });

  test('of an unreachable target ends with 3 and leaves no folder', async () => {
    const folder = newFolder();
    const registry = tinyRegistry({
      onOpen: () => {
        throw unreachable();
      },
    });
    const { code, stdout, stderr } = await runCli(run(folder), { registry });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/error: cannot reach sim:1\n {2}Is it running\?\n$/);
    expect(runsIn(folder)).toEqual([]);
  });

  test('whose target goes away halfway keeps what was measured', async () => {
    const folder = newFolder();
    const registry = tinyRegistry({
      beforeTrial: (begun) => {
        if (begun === 3) throw unreachable();
      },
    });
    const { code, stdout, stderr } = await runCli(run(folder), { registry });
    expect(code).toBe(3);
    expect(stdout).toMatch(/3 of 6 trials/);
    expect(stderr).toMatch(/error: cannot reach sim:1/);
    expect(stderr).toMatch(/go on with: benchwright run tiny --resume /);
  });

  test('that fails for a reason of its own is an internal error, its details on request', async () => {
    const registry = tinyRegistry({
      beforeTrial: () => {
        throw new TypeError('x is not a function');
      },
    });
    const brief = await runCli(run(newFolder()), { registry });
    expect(brief.code).toBe(5);
    expect(brief.stderr).toMatch(/internal error: x is not a function\n.*--verbose/);
    expect(brief.stderr).not.toContain(' at ');
    const long = await runCli(run(newFolder(), '--verbose'), { registry });
    expect(long.stderr).toMatch(/TypeError: x is not a function\n\s+at /);
  });

  test('never shows or keeps a secret', async () => {
    const folder = newFolder();
    const { stdout, stderr } = await runCli(
      run(folder, '--set', 'token=hunter2-hunter2', '--json', '--verbose'),
    );
    const [id = ''] = runsIn(folder);
    const stored = ['run.ndjson', 'result.json'].map((name) =>
      readFileSync(join(folder, 'tiny', id, name), 'utf8'),
    );
    expect([stdout, stderr, ...stored].join('\n')).not.toContain('hunter2');
    expect(resultOf(stdout).run.config).toMatchObject({ token: '[secret]' });
  });
});

describe('an output that cannot be written is found before anything is measured', () => {
  test('a folder that is a file', async () => {
    const file = join(newFolder(), 'results');
    writeFileSync(file, '');
    let opened = false;
    const registry = tinyRegistry({
      onOpen: () => {
        opened = true;
      },
    });
    const { code, stderr } = await runCli(run(file), { registry });
    expect({ code, opened }).toEqual({ code: 2, opened: false });
    expect(stderr).toMatch(/^error: cannot create the folder /);
  });
});

describe('several suites', () => {
  const other = (id: string) => ({ id, title: id, load: async () => ({ ...tinySuite(), id }) });

  test('run one after the other and end with a line each', async () => {
    const registry = { suites: [other('one'), other('two')], targets: [] };
    const { stdout } = await runCli(['run', 'all', '--quick', '-o', newFolder()], { registry });
    expect(stdout.slice(stdout.lastIndexOf('suite '))).toMatch(
      /^suite .*\none .*\ntwo .*\n\none: .*\ntwo: .*\n$/,
    );
  });

  test('all is a list, be there one suite or more', async () => {
    const one = await runCli(['run', 'all', '-o', newFolder(), '--json']);
    expect(JSON.parse(one.stdout)).toHaveLength(1);
    const page = await runCli(['run', 'all', '-o', newFolder()]);
    expect(page.stdout).toMatch(/\nsuite .*\ntiny .*\n\ntiny: /);
    expect(JSON.parse((await runCli(['run', 'all', '--dry-run', '--json'])).stdout)).toHaveLength(1);
  });

  test('go on after one that cannot be measured', async () => {
    const down = {
      id: 'down',
      title: 'down',
      load: async () =>
        tinySuite({
          onOpen: () => {
            throw unreachable();
          },
        }),
    };
    const registry = { suites: [down, other('two')], targets: [] };
    const { code, stdout, stderr } = await runCli(['run', 'all', '-o', newFolder(), '--json'], { registry });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toHaveLength(1);
    expect(stderr).toContain('error: cannot reach sim:1');
  });

  test('cannot share a config file', async () => {
    const registry = { suites: [other('one'), other('two')], targets: [] };
    const { code, stderr } = await runCli(['run', 'all', '-c', 'x.yaml'], { registry });
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--config can be used with one suite'),
    });
  });
});

describe('--dry-run', () => {
  test('prints the plan, sends and writes nothing', async () => {
    const folder = newFolder();
    const registry = tinyRegistry({
      onOpen: () => {
        throw new Error('opened');
      },
    });
    const { code, stdout } = await runCli(
      ['run', 'tiny', '--dry-run', '--seed', '7', '--quick', '--set', 'timeout=500ms'],
      { registry },
    );
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(golden('dry-run.txt'));
    expect(existsSync(join(folder, 'tiny'))).toBe(false);
  });

  test('as JSON', async () => {
    const { stdout } = await runCli([
      'run',
      'tiny',
      '--dry-run',
      '--json',
      '--seed',
      '7',
      '--set',
      'token=hunter2-hunter2',
    ]);
    const plan = JSON.parse(stdout);
    expect(plan).toMatchObject({
      suite: 'tiny',
      dryRun: true,
      targets: [],
      config: { requests: 40, token: '[secret]' },
    });
    expect(plan.plan.order).toHaveLength(6);
  });
});

describe('the config', () => {
  const shown = async (argv: string[], env = {}): Promise<unknown> =>
    JSON.parse((await runCli(['run', 'tiny', '--dry-run', '--json', ...argv], { env })).stdout).config;

  test('comes from flags before --quick before the environment before the file before the defaults', async () => {
    const file = join(newFolder(), 'tiny.yaml');
    writeFileSync(file, 'requests: 7\ntrials: 2\n');
    const env = { TINY_REQUESTS: '8' };
    expect(await shown([])).toMatchObject({ requests: 40, trials: 3 });
    expect(await shown(['-c', file])).toMatchObject({ requests: 7, trials: 2 });
    expect(await shown(['-c', file], env)).toMatchObject({ requests: 8, trials: 2 });
    expect(await shown(['-c', file, '--quick'], env)).toMatchObject({ requests: 10, trials: 2 });
    expect(await shown(['-c', file, '--quick', '--set', 'requests=9'], env)).toMatchObject({ requests: 9 });
    expect(await shown(['-c', file, '--trials', '4'])).toMatchObject({ trials: 4 });
  });

  test('with three mistakes lists all three, with their places', async () => {
    const folder = newFolder();
    const file = join(folder, 'tiny.yaml');
    writeFileSync(file, 'requsts: 7\ntrials: none\ntimeout: 5 parsecs\n');
    const { code, stderr } = await runCli(['run', 'tiny', '-c', file]);
    expect(code).toBe(2);
    await expect(stderr.replaceAll(folder, '')).toMatchFileSnapshot(golden('errors/config-file.txt'));
  });

  test('that is not there is named', async () => {
    const { code, stderr } = await runCli(['run', 'tiny', '-c', 'nowhere.yaml']);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cannot read the config file nowhere.yaml'),
    });
  });
});

describe('a target that is not on this machine', () => {
  const remote = ['--set', 'target=http://10.1.2.3:80', '--dry-run'];

  test('is refused by name', async () => {
    const { code, stderr } = await runCli(['run', 'tiny', ...remote]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/http:\/\/10\.1\.2\.3:80 is not on this machine\n.*--allow-remote/);
  });

  test('is allowed by flag, or by the config', async () => {
    expect((await runCli(['run', 'tiny', ...remote, '--allow-remote'])).code).toBe(0);
    expect((await runCli(['run', 'tiny', ...remote, '--set', 'allowRemote=true'])).code).toBe(0);
  });
});

test('a results folder of another suite stays as it is', async () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'other'));
  await runCli(run(folder));
  expect(readdirSync(folder).sort()).toEqual(['history.ndjson', 'other', 'tiny']);
});
