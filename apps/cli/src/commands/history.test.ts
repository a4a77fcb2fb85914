import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';

const newFolder = temporaryFolders();

function linesOf(results: string): string[] {
  return readFileSync(join(results, 'history.ndjson'), 'utf8').trimEnd().split('\n');
}

async function measured(results: string, ...more: string[]): Promise<string> {
  const before = existsSync(join(results, 'tiny')) ? readdirSync(join(results, 'tiny')) : [];
  const { code } = await runCli(['run', 'tiny', '-o', results, ...more]);
  expect([0, 4]).toContain(code);
  return readdirSync(join(results, 'tiny')).find((id) => !before.includes(id)) ?? '';
}

/** A history whose response time rises by a fifth after 20 of 35 runs, made of a measured one's line. */
async function longHistory(): Promise<string> {
  const results = newFolder();
  await measured(results);
  const [line] = linesOf(results);
  const cell = JSON.parse(line ?? '');
  const lines = Array.from({ length: 35 }, (_, day) => {
    const value = (day < 20 ? 1e6 : 1.2e6) * (1 + 0.001 * ((day * 7919) % 17));
    const metrics = {
      responseTimeNs: { ...cell.metrics.responseTimeNs, estimate: value, percentiles: undefined },
    };
    const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString();
    const run = `${date.slice(0, 19).replaceAll(/[-:]/g, '')}-aaaaaa`;
    const git = {
      commit: `${(0xabc0000 + day).toString(16)}${'0'.repeat(33)}`,
      branch: 'main',
      dirty: false,
    };
    return JSON.stringify({ ...cell, run, startedAt: date, git, verdict: 'valid', reasons: [], metrics });
  });
  writeFileSync(join(results, 'history.ndjson'), `${lines.join('\n')}\n`);
  return results;
}

describe('what a run leaves', () => {
  test('a line for each cell, unless told otherwise; rebuilding gives the same lines', async () => {
    const results = newFolder();
    const ids = [await measured(results), await measured(results)];
    const lines = linesOf(results);
    expect(lines.map((line) => JSON.parse(line).cell)).toEqual(['fast', 'slow', 'fast', 'slow']);
    await measured(results, '--no-history');
    expect(linesOf(results)).toEqual(lines);

    rmSync(join(results, 'tiny', ids[1] ?? ''), { recursive: true });
    const kept = await runCli(['history', 'rebuild', '-o', results]);
    expect(kept.stdout).toMatch(/2 runs, and 1 whose folders are gone\n/);
    expect(linesOf(results)).toHaveLength(6);
    expect(linesOf(results)).toEqual(expect.arrayContaining(lines));
    expect((await runCli(['history', 'rebuild', '-o', results, '--prune'])).stdout).toMatch(/: 2 runs\n/);
    expect(linesOf(results)).toHaveLength(4);
    rmSync(join(results, 'history.ndjson'));
    await runCli(['history', 'rebuild', '-o', results]);
    expect(linesOf(results)).toEqual(expect.arrayContaining(lines.slice(0, 2)));
  });

  test('rebuilding keeps notes, leaves out what is no completed run, and saves what it could not read', async () => {
    const results = newFolder();
    const id = await measured(results);
    await runCli(['history', 'annotate', id, 'new disk', '-o', results]);
    appendFileSync(join(results, 'history.ndjson'), '{"torn\n');
    mkdirSync(join(results, 'tiny', 'empty'));
    const { code, stderr } = await runCli(['history', 'rebuild', '-o', results]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/empty is left out: .*\n[\s\S]*history\.ndjson\.old/);
    expect(linesOf(results).map((line) => JSON.parse(line).type)).toEqual(['cell', 'cell', 'note']);
    expect(readFileSync(join(results, 'history.ndjson.old'), 'utf8')).toMatch(/torn/);
  });

  test('a history that cannot be written costs a warning, not the run', async () => {
    const results = newFolder();
    mkdirSync(join(results, 'history.ndjson'));
    const { code, stdout, stderr } = await runCli(['run', 'tiny', '-o', results]);
    expect([0, 4]).toContain(code);
    expect(stdout).toMatch(/fast/);
    expect(stderr).toMatch(/warning: the run is not in the history: .*folder/);
    expect(stderr).toMatch(/history rebuild -o/);
  });
});

describe('history', () => {
  test('trend names the regression, ends with 1 when told to, and no more once it is accepted', async () => {
    const results = await longHistory();
    const shown = await runCli(['history', 'trend', '-o', results]);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(/^1 of 1 series changed: 1 open regression\n/);
    expect(shown.stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /since abc0014 \(2026-01-21\) p50 of response time of fast is 20 % higher/,
    );
    expect((await runCli(['history', 'trend', '-o', results, '--fail-on-regression'])).code).toBe(1);
    expect(
      (await runCli(['history', 'trend', '-o', results, '--fail-on-regression', '--min-change', '30%'])).code,
    ).toBe(0);

    const [id] = /\b[0-9a-f]{7}(?= {2}regressed)/.exec(shown.stdout) ?? [''];
    const accepted = await runCli(['history', 'accept', id, 'safer', '-o', results]);
    expect(accepted.stdout).toEqual(
      expect.stringMatching(
        /^accepted as normal: p50.* of responseTimeNs of fast since run 20260121T000000-aaaaaa\n$/,
      ),
    );
    const after = await runCli(['history', 'trend', '-o', results, '--fail-on-regression']);
    expect([after.code, after.stdout.split('\n')[0]]).toEqual([
      0,
      '1 of 1 series changed: no open regression',
    ]);
  });

  test('a run is accepted by how its id begins; what is no change is refused', async () => {
    const results = await longHistory();
    expect((await runCli(['history', 'accept', '20260125', '-o', results])).stdout).toMatch(
      /all levels of run 20260125T/,
    );
    expect((await runCli(['history', 'trend', '-o', results, '--fail-on-regression'])).code).toBe(0);
    const refused = await runCli(['history', 'accept', 'fffffff', '-o', results]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/no change 'fffffff'/)]);
    const several = await runCli(['history', 'accept', '202601', '-o', results]);
    expect([several.code, several.stderr]).toEqual([
      2,
      expect.stringMatching(/may be 31 runs: .* and 26 more/),
    ]);
  });

  test('list and show have notes; JSON is whole', async () => {
    const results = await longHistory();
    await runCli(['history', 'annotate', '20260121', 'new disk', '-o', results]);
    const list = await runCli(['history', 'list', '-o', results, '--last', '16']);
    expect(list.stdout).toMatch(/20260121T000000-aaaaaa .*abc0014.*\n {2}# new disk\n/);
    expect(list.stdout).toMatch(/and 19 earlier: --last 35\n$/);
    const shown = await runCli(['history', 'show', '20260121', '-o', results]);
    expect(shown.stdout).toMatch(/# new disk[\s\S]*changes that begin with this run/);
    expect(
      JSON.parse((await runCli(['history', 'show', '20260121', '-o', results, '--json'])).stdout),
    ).toMatchObject({
      run: '20260121T000000-aaaaaa',
      changes: [{ verdict: 'regressed', open: true }],
    });
    const [series] = JSON.parse((await runCli(['history', 'trend', '-o', results, '--json'])).stdout);
    expect(series.series.points).toHaveLength(35);
    expect(series.levels).toHaveLength(2);
    const empty = await runCli(['history', 'annotate', '20260121', ' ', '-o', results]);
    expect(empty.code).toBe(2);
  });

  test('the page is written, and other machines are mentioned', async () => {
    const results = await longHistory();
    const [first = ''] = linesOf(results);
    appendFileSync(
      join(results, 'history.ndjson'),
      `${JSON.stringify({ ...JSON.parse(first), run: 'x', machine: 'other' })}\n`,
    );
    const page = join(newFolder(), 'trend.html');
    const { stderr } = await runCli(['history', 'trend', '-o', results, '--html', page]);
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>[\s\S]*REGRESSED/);
    expect(stderr).toMatch(/runs of 1 other machine are not shown/);
    const all = await runCli(['history', 'trend', '-o', results, '--all']);
    expect(all.stderr).toBe('');
    expect(all.stdout).toMatch(/of 2 series changed/);
  });

  test('says what is there when nothing fits, and how to begin when nothing is', async () => {
    const none = await runCli(['history', 'list', '-o', newFolder()]);
    expect([none.code, none.stderr]).toEqual([
      2,
      expect.stringMatching(/no history in .*\n.*history rebuild -o/),
    ]);
    const results = await longHistory();
    for (const [flags, hint] of [
      [['--suite', 'http'], 'suites in it: tiny'],
      [['--cell', 'medium'], 'cells in it: fast'],
      [['--metric', 'speed'], 'metrics in it: responseTimeNs'],
    ] as const) {
      const { code, stderr } = await runCli(['history', 'trend', '-o', results, ...flags]);
      expect([code, stderr]).toEqual([2, expect.stringContaining(hint)]);
    }
    expect((await runCli(['history', 'rebuild', '-o', newFolder()])).code).toBe(2);
  });
});

describe('names of runs', () => {
  test('report and compare take an id, or how it begins, from the results folder', async () => {
    const results = newFolder();
    const ids = [await measured(results), await measured(results)];
    const env = { BENCHWRIGHT_RESULTS: results };
    const shown = await runCli(['report', ids[0] ?? '', '-f', 'json'], { env });
    expect(JSON.parse(shown.stdout).run.id).toBe(ids[0]);
    expect((await runCli(['compare', ids[0] ?? '', ids[1] ?? ''], { env })).code).toBe(0);
    const several = await runCli(['report', (ids[0] ?? '').slice(0, 8)], { env });
    expect([several.code, several.stderr]).toEqual([2, expect.stringMatching(/may be 2 runs/)]);
    const none = await runCli(['report', '19990101T000000-aaaaaa'], { env });
    expect([none.code, none.stderr]).toEqual([
      2,
      expect.stringMatching(/there is no run at 19990101T000000-aaaaaa/),
    ]);
  });
});
