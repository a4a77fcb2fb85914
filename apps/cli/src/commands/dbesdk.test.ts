import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultRegistry as registry } from '../registry/default-registry.js';
import { type CliRun, runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';

const folder = temporaryFolders();

const dbesdk = (...argv: string[]): Promise<CliRun> => runCli(['dbesdk', ...argv], { registry });

const GO = JSON.stringify({
  metadata: { language: 'go', go_version: 'go1.24.4', timestamp: '2025-09-08 17:21:33', cpu_count: 10 },
  results: [
    {
      test_name: 'throughput',
      data_size: 512,
      put_latency_ms: 1.2,
      get_latency_ms: 1.1,
      end_to_end_latency_ms: 2.3,
      p50_latency: 1.803,
      p95_latency: 1.806,
      p99_latency: 1.807,
    },
  ],
});

describe('dbesdk', () => {
  test('measures, prints the tables, and writes the document into a folder that it makes', async () => {
    const root = folder();
    const go = join(root, 'go_results.json');
    writeFileSync(go, GO);
    const config = join(root, 'scenarios.yaml');
    writeFileSync(
      config,
      'quick_config:\n  data_sizes: {small: [512]}\n  test_types: [throughput]\n  iterations: {min_time: 10ms, warmup_time: 10ms}\n',
    );
    const output = join(root, 'deep/er/results.json');
    const { code, stdout, stderr } = await dbesdk(
      ...['-c', config, '-q', '-o', output, '--trials', '2', '--progress', 'none', '--compare-with', go],
      ...['--results-dir', join(root, 'runs')],
    );
    // A machine that others use may spoil a few milliseconds, and then says so.
    expect([0, 4]).toContain(code);
    expect(stdout).toMatch(/^(VALID|SUSPECT|INVALID) {2}DynamoDB item encryption in TypeScript\n/);
    expect(stdout).toMatch(/512 B {2}go go1\.24\.4 .*–/);
    expect(stdout).toContain('typescript');
    expect(stderr).toContain(`results: ${output}\n`);
    const document = JSON.parse(readFileSync(output, 'utf8'));
    expect(document.metadata).toMatchObject({ language: 'typescript', total_tests: 1 });
    expect(document.results[0]).toMatchObject({ test_name: 'throughput', data_size: 512, concurrency: 1 });
  });

  test('names a config that is not there', async () => {
    const { code, stderr } = await dbesdk('--config', 'nowhere/test-scenarios.yaml');
    expect(code).toBe(2);
    expect(stderr).toContain('cannot read the config file nowhere/test-scenarios.yaml');
  });

  test('reads the files to compare with before it measures anything', async () => {
    const missing = await dbesdk('--compare-with', 'nowhere.json');
    expect(missing).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cannot read the result file nowhere.json'),
    });
    const file = join(folder(), 'notes.json');
    writeFileSync(file, '[]');
    const other = await dbesdk('--compare-with', file);
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining(`${file} is not a result file`) });
    expect(await dbesdk('--compare-only')).toMatchObject({ code: 2 });
  });

  test('shows files alone', async () => {
    const file = join(folder(), 'go.json');
    writeFileSync(file, GO);
    const { code, stdout } = await dbesdk('--compare-only', '--compare-with', file);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^throughput \(times in ms\)\n/);
    expect(stdout).toContain('[1] Go: ');
  });

  test('plans what its flags ask for', async () => {
    const { code, stdout } = await dbesdk('--quick', '--dry-run', '--dynamodb', 'embedded', '--seed', '1');
    expect(code).toBe(0);
    expect(stdout).toContain('throughput-102400-plain');
  });

  test('refuses a table on another machine unless told otherwise', async () => {
    const { code, stderr } = await dbesdk('--quick', '--dry-run', '--dynamodb', 'aws');
    expect(code).toBe(2);
    expect(stderr).toContain('https://dynamodb.us-east-1.amazonaws.com is not on this machine');
  });
});
