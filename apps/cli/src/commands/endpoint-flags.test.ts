import { describe, expect, test } from 'vitest';
import { defaultRegistry as registry } from '../registry/default-registry.js';
import { runCli } from '../testing/run-cli.js';

const http = (...flags: string[]) => ['http', 'http://127.0.0.1:1/', ...flags];

describe('flags of http that other tests do not give are taken', () => {
  test.each<[flags: string[]]>([
    [['--http2', '--pipeline', '8']],
    [['--workers', '2']],
    [['--literal']],
    [['--connections-policy', 'per-request']],
    [['--warmup', '1s']],
    [['--slo', 'p99<50ms,errors<0.1%']],
    [['--load', 'poisson', '-R', '100']],
    [
      [
        '--load',
        'search',
        '--slo',
        'p99<50ms',
        '--from',
        '10/s',
        '--to',
        '1000/s',
        '--probe',
        '2s',
        '--precision',
        '5%',
      ],
    ],
    [['--no-ceiling']],
  ])('%s', async (flags) => {
    const { code, stderr } = await runCli([...http(...flags), '--dry-run'], { registry });
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });
});

describe('values and combinations that are refused, and what is said', () => {
  test.each<[flags: string[], said: RegExp]>([
    [['--pipeline', '0'], /pipeline/],
    [['--workers', 'many'], /workers/],
    [['--sni', 'example.test', '--insecure'], /the config has 2 problems/],
    [['--slo', 'p99>fast'], /p99>fast/],
    [['--connections-policy', 'sometimes'], /per-request/],
  ])('%s', async (flags, said) => {
    const { code, stderr } = await runCli([...http(...flags), '--dry-run'], { registry });
    expect(stderr).toMatch(said);
    expect(code).toBe(2);
  });
});
