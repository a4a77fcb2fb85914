import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';

const newFolder = temporaryFolders();

/** A finished run in a folder of its own. */
async function storedRun(): Promise<{ folder: string; printed: string }> {
  const results = newFolder();
  const { stdout } = await runCli(['run', 'tiny', '-o', results]);
  return { folder: join(results, 'tiny', readdirSync(join(results, 'tiny'))[0] ?? ''), printed: stdout };
}

describe('report', () => {
  test('prints what the run printed, from its folder, its records or its result', async () => {
    const { folder, printed } = await storedRun();
    for (const path of [folder, join(folder, 'run.ndjson'), join(folder, 'result.json')]) {
      const { code, stdout, stderr } = await runCli(['report', path]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toBe(printed);
    }
  });

  test('in the general formats and the views of the suite', async () => {
    const { folder } = await storedRun();
    expect(JSON.parse((await runCli(['report', folder, '-f', 'json'])).stdout)).toMatchObject({
      suite: 'tiny',
    });
    expect((await runCli(['report', folder, '-f', 'csv'])).stdout).toMatch(/^suite,run_id,.*\r\ntiny,/);
    expect((await runCli(['report', folder, '-f', 'tiny:names'])).stdout).toBe('fast slow\n');
    const { code, stderr } = await runCli(['report', folder, '-f', 'tiny:name']);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean tiny:names?'),
    });
  });

  test('into a file, and nothing on stdout', async () => {
    const { folder } = await storedRun();
    const file = join(folder, 'page.txt');
    const { code, stdout } = await runCli(['report', folder, '-o', file], { tty: true });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(readFileSync(file, 'utf8')).toMatch(/^[A-Z]+ {2}tiny/);
    const unwritable = await runCli(['report', folder, '-o', join(folder, 'no', 'page.txt')]);
    expect(unwritable.code).toBe(2);
  });

  test('names lines that it cannot read', async () => {
    const { folder, printed } = await storedRun();
    appendFileSync(join(folder, 'run.ndjson'), '{"type":"trial"\n{"type":"future","v":1}\n');
    const { code, stdout, stderr } = await runCli(['report', folder]);
    expect(code).toBe(0);
    expect(stdout).toBe(printed);
    expect(stderr).toMatch(/warning: .*run\.ndjson: line 9: .*\nwarning: .*line 10: unknown type of record/);
  });

  test('falls back to the stored result for a suite that is not here', async () => {
    const { folder, printed } = await storedRun();
    const { stdout, stderr } = await runCli(['report', folder], { registry: { suites: [], targets: [] } });
    expect(stdout).toBe(printed);
    expect(stderr).toContain('suite tiny is not known here');
  });

  test.each([
    ['nothing there', (folder: string) => join(folder, 'none'), /there is no run at/],
    ['an empty folder', (folder: string) => folder, /cannot read .*result\.json/],
    [
      'a file of another kind',
      (folder: string) => write(folder, 'x.json', '{"a":1}'),
      /is not a Benchwright result/,
    ],
    ['text', (folder: string) => write(folder, 'x.json', 'hello'), /is not JSON/],
    ['records without a header', (folder: string) => write(folder, 'x.ndjson', '{"a":1}\n'), /no run header/],
  ])('of %s says so and ends with 2', async (_what, pathIn, message) => {
    const { code, stdout, stderr } = await runCli(['report', pathIn(newFolder())]);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

function write(folder: string, name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe('a run whose result was lost', () => {
  let folder = '';
  let printed = '';
  beforeAll(async () => {
    ({ folder, printed } = await storedRun());
    rmSync(join(folder, 'result.json'));
  });

  test('is summarised from its records', async () => {
    expect((await runCli(['report', folder])).stdout).toBe(printed);
  });
});
