import { type ConfigSource, parseConfig } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { collectorArguments } from './collector/open-collector.js';
import { type WefConfigInput, wefConfigSchema, wefEnvironment, wefQuick } from './config.js';

function problemsOf(input: Record<string, unknown>): string[] {
  const parsed = wefConfigSchema.safeParse(input);
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('the config', () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    ['a negative rate', { rate: -1 }, ['rate: must be at least 0/s, got -1/s']],
    [
      'an event type that is no number',
      { eventType: 'logon' },
      ["eventType: must be the number of an event from 0 to 65535 such as 4624, or random, got 'logon'"],
    ],
    ['an event type that is too large', { eventType: 70_000 }, [expect.stringContaining('from 0 to 65535')]],
    [
      'nothing to send',
      { events: 0, durationSecs: 0 },
      ['events: must be above 0 when durationSecs is 0: there would be nothing to send'],
    ],
    [
      'two extents',
      { events: 5, durationSecs: 5 },
      ['durationSecs: cannot be used together with events: leave one of them out, or 0'],
    ],
    [
      'fewer machines than connections',
      { machines: 3, connections: 4 },
      [expect.stringContaining('machines: must be at least connections, 4')],
    ],
    ['more threads than connections', { workers: 9 }, ['workers: must be at most connections, 8, got 9']],
    [
      'batches beyond memory',
      { batchSize: 100_000, connections: 100 },
      [expect.stringContaining('batchSize: times connections must be at most 2000000')],
    ],
    [
      'sldc',
      { wire: 'ws-man', compression: 'sldc' },
      [expect.stringContaining('compression: cannot be sldc: there is no independent decoder')],
    ],
    ['stages that are none', { load: 'fast' }, [expect.stringContaining('load')]],
    [
      'stages and a rate',
      { load: '1k/s:1s', rate: 5 },
      ['rate: cannot be used with stages, which say how long and how many'],
    ],
    ['a search without an SLO', { load: 'search' }, [expect.stringContaining('search needs an SLO')]],
    [
      'verifying what is forgotten',
      { verifyS3: true, store: false },
      [expect.stringContaining('verifyS3: needs store: true')],
    ],
    [
      'verifying where nobody knows',
      { verifyS3: true, endpoint: 'http://127.0.0.1:5985' },
      [expect.stringContaining('s3.endpoint: is needed')],
    ],
    [
      'an address that is none',
      { endpoint: '127.0.0.1:5985' },
      [expect.stringContaining('endpoint: must be an http or https URL')],
    ],
    [
      'a certificate without its key',
      { endpoint: 'https://127.0.0.1', tls: { cert: 'c.pem' } },
      ['tls.cert: needs tls.key, its key'],
    ],
    ['TLS where none is spoken', { tls: { ca: 'ca.pem' } }, ['tls.ca: needs an https endpoint']],
  ])('refuses %s', (_title, input, problems) => {
    expect(problemsOf(input)).toEqual(problems);
  });

  it('names all problems at once, with the file and the line', () => {
    const source: ConfigSource = {
      kind: 'file',
      fileName: 'wef.yaml',
      text: 'rate: -5\neventType: logon\nbatchsize: 9\n',
    };
    const parsed = parseConfig(wefConfigSchema, [source]);
    expect(parsed.ok).toBe(false);
    const text = JSON.stringify(parsed);
    for (const part of ['wef.yaml', 'batchsize', 'eventType', 'rate']) expect(text).toContain(part);
  });

  it('reads the variables of the original, with its spelling of values', () => {
    const env: Record<string, string> = {
      ...{ PERF_TEST_TOTAL_EVENTS: '0', PERF_TEST_DURATION_SECS: '120', PERF_TEST_TARGET_EPS: '5000' },
      ...{ PERF_TEST_EVENT_TYPE: '4625', PERF_TEST_VERIFY_S3: 'true', PERF_TEST_BATCH_SIZE: '500' },
      ...{ PERF_TEST_TIMEOUT_SECS: '600', S3_BUCKET: 'other' },
    };
    const entries = Object.entries(env).map(([name, value]) => ({
      path: [...wefEnvironment[name]!],
      value,
      origin: name,
    }));
    const parsed = parseConfig(wefConfigSchema, [{ kind: 'entries', entries }]);
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        ...{ events: 0, durationSecs: 120, rate: 5000, eventType: 4625, verifyS3: true, batchSize: 500 },
        ...{ timeoutSecs: 600, s3: { bucket: 'other' } },
      },
    });
  });

  it('takes an empty event type for any', () => {
    expect(wefConfigSchema.parse({ eventType: '' }).eventType).toBeNull();
    expect(wefConfigSchema.parse({ eventType: 'random' }).eventType).toBeNull();
  });

  it('has a quick form that is complete', () => {
    const quick: WefConfigInput = wefQuick;
    expect(problemsOf(quick)).toEqual([]);
  });
});

it('the collector is started as the config says', () => {
  const config = wefConfigSchema.parse({
    s3: { prefix: 'p' },
    collector: { bufferPath: '/tmp/x', maxSizeMb: 5 },
  });
  expect(collectorArguments(config).join(' ')).toBe(
    '--port 0 --s3 embedded --bucket wef-events --prefix p --max-size-mb 5 --flush-interval-secs 5 --buffer-path /tmp/x',
  );
  expect(collectorArguments({ ...config, store: false })).toEqual(['--port', '0', '--no-store']);
});
