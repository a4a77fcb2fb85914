import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultRegistry } from '../registry/default-registry.js';
import type { Registry } from '../registry/registry.js';
import type { OptionSpec } from '../spec/option-spec.js';
import { type CliRun, runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';
import { wefOptions } from './wef-options.js';

const folder = temporaryFolders();
const registry: Registry = { suites: defaultRegistry.suites.filter(({ id }) => id === 'wef'), targets: [] };

function wef(argv: readonly string[], env: Record<string, string> = {}): Promise<CliRun> {
  return runCli(['wef', ...argv], { registry, env });
}

interface DryRun {
  readonly config: Readonly<Record<string, unknown>>;
  readonly plan: { readonly cells: readonly { readonly trialLoads: readonly unknown[] }[] };
}

async function planned(argv: readonly string[], env: Record<string, string> = {}): Promise<DryRun> {
  const { stdout, stderr, code } = await wef([...argv, '--dry-run', '-o', 'json'], env);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as DryRun;
}

async function configOf(argv: readonly string[], env: Record<string, string> = {}) {
  return (await planned(argv, env)).config;
}

function yaml(text: string): string {
  const file = join(folder(), 'wef.yaml');
  writeFileSync(file, text);
  return file;
}

describe('the modes of the original', () => {
  test.each([
    [['baseline'], { events: 50_000, rate: 0, verifyS3: false, timeoutSecs: 300 }],
    [['target'], { events: 1_000_000, rate: 100_000, timeoutSecs: 300 }],
    [['target', '--rate', '200k'], { events: 2_000_000, rate: 200_000, timeoutSecs: 300 }],
    [['target', '--rate', '500k'], { events: 5_000_000, rate: 500_000, timeoutSecs: 600 }],
    [
      ['sustained'],
      {
        ...{ events: 0, durationSecs: 60, rate: 10_000, eventType: 4624, verifyS3: true, batchSize: 1000 },
        collector: { maxSizeMb: 100, flushIntervalSecs: 5, bufferPath: null },
      },
    ],
    [
      ['sustained', '--quick'],
      {
        durationSecs: 10,
        rate: 10_000,
        verifyS3: true,
        collector: expect.objectContaining({ flushIntervalSecs: 1 }),
      },
    ],
    [['target', '--rate', '50k', '--quick'], { events: 0, durationSecs: 3, rate: 50_000 }],
    [['baseline', '--quick'], { events: 20_000, rate: 0 }],
  ] as const)('%j', async (argv, config) => {
    expect(await configOf(argv)).toMatchObject(config);
  });

  test('give way to what else was said', async () => {
    expect(await configOf(['sustained', '--events', '7000'])).toMatchObject({
      events: 7000,
      durationSecs: 0,
    });
    expect(await configOf(['baseline', '-d', '90s'])).toMatchObject({ events: 0, durationSecs: 90 });
    expect(await configOf(['sustained', '--quick', '--events', '70'])).toMatchObject({
      events: 70,
      durationSecs: 0,
    });
    expect(await configOf(['target', '--load', '0-10k/s:1s,10k/s:1s'])).toMatchObject({
      events: null,
      rate: 0,
    });
    const searched = [
      'sustained',
      '--load',
      'search',
      '--slo',
      'p99<1s',
      '--from',
      '1000/s',
      '--to',
      '2000/s',
    ];
    expect(await configOf(searched)).toMatchObject({ verifyS3: false, rate: 0, eventType: 4624 });
    expect(await configOf(['sustained', '--no-verify-s3'])).toMatchObject({ verifyS3: false });
  });

  test('take the original’s variables, and flags win over them', async () => {
    const env = {
      PERF_TEST_DURATION_SECS: '120',
      PERF_TEST_TARGET_EPS: '5000',
      PERF_TEST_EVENT_TYPE: '4625',
      PERF_TEST_BATCH_SIZE: '500',
      PERF_TEST_TIMEOUT_SECS: '30',
      PERF_TEST_VERIFY_S3: 'false',
      S3_BUCKET: 'other-bucket',
      AWS_ACCESS_KEY_ID: 'key',
    };
    expect(await configOf(['sustained', '--rate', '6000'], env)).toMatchObject({
      ...{ durationSecs: 120, rate: 6000, eventType: 4625, batchSize: 500, timeoutSecs: 30, verifyS3: false },
      s3: { bucket: 'other-bucket' },
    });
    expect(await configOf(['target'], { PERF_TEST_TARGET_EPS: '200000' })).toMatchObject({
      events: 2_000_000,
    });
    expect(await configOf(['sustained'], { PERF_TEST_TOTAL_EVENTS: '900' })).toMatchObject({
      events: 900,
      durationSecs: 0,
    });
  });

  test('leave what a file sets, unless it is a default', async () => {
    const file = yaml('rate: 300k\nevents: null\nconnections: 4\n');
    expect(await configOf(['target', '--config', file])).toMatchObject({
      rate: 300_000,
      events: 3_000_000,
      connections: 4,
    });
    expect(await configOf(['sustained', '--config', file])).toMatchObject({
      rate: 300_000,
      durationSecs: 60,
    });
    const timed = yaml('durationSecs: 20\n');
    expect(await configOf(['baseline', '--config', timed])).toMatchObject({ events: 0, durationSecs: 20 });
  });

  test('never record a secret key', async () => {
    const { stdout } = await wef(['sustained', '--dry-run', '-o', 'json'], {
      AWS_SECRET_ACCESS_KEY: 'very-secret',
    });
    expect(stdout).not.toContain('very-secret');
  });
});

describe('what cannot be asked for', () => {
  test.each([
    [['target', '--rate', '0'], /wef target needs a rate above 0[\s\S]*wef baseline/],
    [['target', '--rate=-5'], /--rate {2}rate must be a rate .* got '-5'/],
    [['baseline', '--event-type', 'logon'], /--event-type {2}eventType .*4624, or random, got 'logon'/],
    [['baseline', '--events', '0', '--duration', '0'], /nothing to send/],
    [['sustained', '--events', '5', '--duration', '5'], /cannot be used together/],
    [['sustained', '--endpoint', 'http://127.0.0.1:1'], /s3\.endpoint|s3.*endpoint/],
    [['sustained', '--no-store'], /verifyS3/],
    [['baseline', '--endpoint', 'http://collector.example:5985'], /not on this machine[\s\S]*--allow-remote/],
    [['baseline', '--duration', 'long'], /Give seconds, or a time such as 90s/],
    [['baseline', '--no-such-flag'], /unknown option '--no-such-flag'/],
    [['target', '--from', '5'], /can only be used with --load search/],
    [['verify', 'no-such-run'], /no-such-run/],
    [['verify'], /missing required argument 'run'/],
  ] as const)('%j', async (argv, said) => {
    const { code, stderr, stdout } = await wef(argv);
    expect(stderr).toMatch(said);
    expect(code).toBe(2);
    expect(stdout).toBe('');
  });

  test('is said all at once', async () => {
    const { stderr } = await wef([
      'baseline',
      '--event-type',
      'x',
      '--batch-size',
      '0',
      '--wire',
      'seed',
      '--machines',
      '-1',
    ]);
    for (const flag of ['--event-type', '--batch-size', '--machines']) expect(stderr).toContain(flag);
  });
});

test('a collector that is down ends it with 3, within the wait that was stated', async () => {
  const { code, stderr, stdout } = await wef([
    ...['baseline', '--endpoint', 'http://127.0.0.1:1', '--health-wait', '200ms'],
    ...['--results-dir', folder(), '--progress', 'plain'],
  ]);
  expect(code).toBe(3);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/GET http:\/\/127\.0\.0\.1:1\/health: .*after 0\.2 s/);
  expect(stderr).not.toContain('records and result');
});

test('the flags are those of the config, and every variable of the original has one', async () => {
  const { config } = await registry.suites[0]!.load();
  const options: OptionSpec[] = Object.values(wefOptions);
  const defaults = Object(config.schema.parse({})) as Record<string, Record<string, unknown>>;
  for (const { configPath = [], flags } of options) {
    const [field, inner] = configPath;
    if (field === undefined || field === 'load') continue;
    expect(defaults, flags).toHaveProperty(
      inner === undefined ? [String(field)] : [String(field), String(inner)],
    );
  }
  const variables = options.flatMap(({ environment, configPath }) =>
    environment === undefined || configPath === undefined ? [] : [[environment, configPath]],
  );
  expect(Object.fromEntries(variables)).toEqual(config.environment);
});
