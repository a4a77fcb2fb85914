import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecordLog } from '@benchwright/result-schema';
import { describe, expect, test } from 'vitest';
import { runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';
import { tinyRegistry } from '../testing/tiny-suite.js';
import { lockRun } from './run-lock.js';

const newFolder = temporaryFolders();

/** Interrupts a run after two trials; returns its folder and what was said. */
async function interrupted(...argv: string[]) {
  const results = newFolder();
  const abort = new AbortController();
  const registry = tinyRegistry({
    beforeTrial: (begun) => {
      if (begun === 2) abort.abort();
    },
  });
  const run = await runCli(['run', 'tiny', '-o', results, ...argv], { registry, signal: abort.signal });
  const folder = join(results, 'tiny', readdirSync(join(results, 'tiny'))[0] ?? '');
  return { ...run, folder, records: () => readRecordLog(join(folder, 'run.ndjson')) };
}

const resume = (folder: string, ...argv: string[]) => runCli(['run', 'tiny', '--resume', folder, ...argv]);

describe('an interrupted run', () => {
  test('ends with 130, keeps and prints what was measured, and says how to go on', async () => {
    const { code, stdout, stderr, folder, records } = await interrupted();
    expect(code).toBe(130);
    expect(stdout).toMatch(/2 of 6 trials/);
    expect(stderr).toContain(
      `interrupted: what was measured is kept in ${folder}\n  go on with: benchwright run tiny --resume ${folder}\n`,
    );
    const { trials, end } = await records();
    expect(trials.filter((trial) => !trial.interrupted)).toHaveLength(2);
    expect(end?.outcome).toBe('interrupted');
  });

  test('before anything was measured leaves nothing', async () => {
    const results = newFolder();
    const abort = new AbortController();
    const registry = tinyRegistry({ onOpen: () => abort.abort() });
    const { code, stdout, stderr } = await runCli(['run', 'tiny', '-o', results], {
      registry,
      signal: abort.signal,
    });
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('interrupted: nothing was measured yet');
    expect(readdirSync(join(results, 'tiny'))).toEqual([]);
  });
});

describe('--resume', () => {
  test('measures what is left, in the run’s own order, and nothing twice', async () => {
    const { folder, records } = await interrupted('--seed', '11');
    const before = await records();
    const { code, stdout } = await resume(folder, '--json');
    expect([0, 4]).toContain(code);
    const after = await records();
    expect(JSON.parse(stdout).cells.map((cell: { trials: number }) => cell.trials)).toEqual([3, 3]);
    expect(after.trials).toHaveLength(6);
    const whole = before.trials.filter((trial) => !trial.interrupted);
    for (const trial of whole) expect(after.trials).toContainEqual(trial);
    const lines = readFileSync(join(folder, 'run.ndjson'), 'utf8').match(/"type":"trial"/g) ?? [];
    expect(lines).toHaveLength(6 + before.trials.length - whole.length);
    expect(after.end?.outcome).toBe('completed');
  });

  test('takes a run that was killed: no end, a torn last line', async () => {
    const { folder } = await interrupted();
    const file = join(folder, 'run.ndjson');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    writeFileSync(file, `${lines.slice(0, 2).join('\n')}\n${lines[2]?.slice(0, 50)}`);
    const { stdout, stderr } = await resume(folder, '--json');
    expect(JSON.parse(stdout).cells.map((cell: { trials: number }) => cell.trials)).toEqual([3, 3]);
    expect(stderr).toMatch(/warning: .*line 3: cut short/);
  });

  test('is refused while somebody else measures the same run, and leaves it alone', async () => {
    const { folder } = await interrupted();
    const before = readFileSync(join(folder, 'run.ndjson'));
    const release = lockRun(folder);
    const refused = await resume(folder);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(`${folder} is being measured by process ${process.pid}`);
    expect(readFileSync(join(folder, 'run.ndjson'))).toEqual(before);
    release();
    expect((await resume(folder)).stdout).toContain('6 of 6 trials');
    expect(readdirSync(folder).sort()).toEqual(['result.json', 'run.ndjson']);
  });

  test('of a finished run measures nothing and prints it', async () => {
    const { folder } = await interrupted();
    await resume(folder);
    const size = (await readRecordLog(join(folder, 'run.ndjson'))).trials.length;
    const { stdout } = await resume(folder);
    expect(stdout).toContain('6 of 6 trials');
    expect((await readRecordLog(join(folder, 'run.ndjson'))).trials).toHaveLength(size);
  });

  test('takes the record log as well as its folder', async () => {
    const { folder } = await interrupted();
    expect((await resume(join(folder, 'run.ndjson'))).stdout).toContain('6 of 6 trials');
  });

  test('accepts the same flags again, and refuses others by name', async () => {
    const { folder } = await interrupted('--set', 'requests=20', '--seed', '3');
    const other = await resume(folder, '--trials', '5', '--set', 'requests=30');
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('requests is 20 in the run and 30 by --set requests');
    expect(other.stderr).toContain('trials is 3 in the run and 5 by --trials');
    expect((await resume(folder, '--seed', '4')).stderr).toContain(
      "--seed 4 conflicts with --resume: the run's seed is 3",
    );
    expect((await resume(folder, '--set', 'requests=20', '--seed', '3')).stdout).toContain('6 of 6 trials');
  });

  test('does not mind what the environment has become', async () => {
    const { folder } = await interrupted();
    const { stdout } = await runCli(['run', 'tiny', '--resume', folder], { env: { TINY_REQUESTS: '5' } });
    expect(stdout).toContain('6 of 6 trials');
  });

  test('asks again for a secret, which was not recorded', async () => {
    const { folder } = await interrupted('--set', 'token=hunter2-hunter2');
    const without = await resume(folder);
    expect(without.code).toBe(2);
    expect(without.stderr).toMatch(
      /token of this run is secret and not in its record\n.*give the original flags/,
    );
    const env = { TINY_TOKEN: 'hunter2-hunter2' };
    expect((await runCli(['run', 'tiny', '--resume', folder], { env })).stdout).toContain('6 of 6 trials');
  });

  test('says what is different about the machine or the software', async () => {
    const { folder } = await interrupted();
    const registry = tinyRegistry({ version: '2.0.0' });
    const { stderr } = await runCli(['run', 'tiny', '--resume', folder], { registry });
    expect(stderr).toMatch(
      /warning: this is not the machine and software of the first part of the run:\n.*tiny was 1\.0\.0 and is 2\.0\.0/,
    );
  });

  test.each([
    ['nothing there', 'nowhere', /there is no run at nowhere/],
    ['a folder without records', '.', /cannot read run\.ndjson: it does not exist/],
  ])('of %s is refused', async (_what, path, message) => {
    const { code, stderr } = await resume(path);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  test('of another suite’s run is refused', async () => {
    const { folder } = await interrupted();
    const registry = {
      suites: [
        {
          id: 'else',
          title: 'x',
          load: async () => ({ ...(await tinyRegistry().suites[0]!.load()), id: 'else' }),
        },
      ],
      targets: [],
    };
    const { code, stderr } = await runCli(['run', 'else', '--resume', folder], { registry });
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is a run of tiny, not of else'),
    });
  });
});
