import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultRegistry } from '../registry/default-registry.js';
import { runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';

const newFolder = temporaryFolders();
const did = (words: string[]) => runCli(['did', ...words], { registry: defaultRegistry });

/** 40 runs of verify; p95 is 3 ms longer from the 21st on. */
function metricsCsv(): string {
  const file = join(newFolder(), 'metrics.csv');
  const rows = Array.from({ length: 40 }, (_, i) => {
    const time = `202611${String(1 + Math.floor(i / 24)).padStart(2, '0')}-${String(i % 24).padStart(2, '0')}0000`;
    const jitter = ((i * 7919) % 17) / 40;
    return `${time},${1000 + ((i * 7919) % 13)},verify,5,${(i < 20 ? 12 : 15) + jitter},20,30,0,valid,run${i}`;
  });
  const header = 'timestamp,rps,cell,p50_ms,p95_ms,p99_ms,max_ms,error_share,verdict,run';
  writeFileSync(file, `${[header, ...rows].join('\n')}\n`);
  return file;
}

describe('did trend of a metrics.csv', () => {
  test('marks three milliseconds where they begin, on the terminal and on a page', async () => {
    const [file, page] = [metricsCsv(), join(newFolder(), 'trend.html')];
    const { code, stdout } = await did(['trend', file, '--html', page, '--fail-on-regression']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^1 of 4 series changed: 1 open regression\n/);
    // There is no history that an acceptance could be kept in.
    expect(stdout).not.toContain('history accept');
    expect(stdout).toMatch(/regressed: since run run20 \(2026-11-01\) p95 of response/);
    expect(readFileSync(page, 'utf8')).toContain('since run run20');
  });

  test('one figure of it', async () => {
    const { code, stdout } = await did(['trend', metricsCsv(), '--statistic', 'p50', '--json']);
    expect([code, JSON.parse(stdout)]).toEqual([0, [expect.objectContaining({ changes: [] })]]);
  });

  test('of another form, of nothing that was asked for, or not there', async () => {
    const file = join(newFolder(), 'monitoring.csv');
    writeFileSync(file, 'timestamp,cpu,mem\n');
    expect(await did(['trend', file])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/its columns are/),
    });
    expect(await did(['trend', metricsCsv(), '--cell', 'enroll'])).toMatchObject({ code: 2 });
    expect(await did(['trend', join(newFolder(), 'none.csv')])).toMatchObject({ code: 2 });
  });
});

test('without a file it is the history’s', async () => {
  const { code, stderr } = await did(['trend', '-o', newFolder()]);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/there is no history in/)]);
});

describe('did checklist', () => {
  test('of an empty folder', async () => {
    const { code, stdout } = await did(['checklist', '--fail-on-open', '-o', newFolder()]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^- \[ \] Establish baseline metrics/);
  });

  test('what cannot be read is a warning', async () => {
    const results = newFolder();
    writeFileSync(join(results, 'metrics.csv'), 'a,b\n');
    const { code, stdout, stderr } = await did(['checklist', '--json', '-o', results]);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/warning: .*metrics\.csv:1: /)]);
    expect(JSON.parse(stdout)).toHaveLength(12);
  });
});
