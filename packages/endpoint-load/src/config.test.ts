import { type ConfigSource, parseConfig } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { httpConfigSchema, httpQuick } from './config.js';

const flags = (values: Readonly<Record<string, unknown>>): ConfigSource => ({
  kind: 'entries',
  entries: Object.entries(values).map(([name, value]) => ({
    origin: `--${name}`,
    path: name.split('.'),
    value,
  })),
});

function problemsOf(values: Readonly<Record<string, unknown>>): string[] {
  const parsed = parseConfig(httpConfigSchema, [flags(values)]);
  return parsed.ok ? [] : parsed.problems.map(({ origin, message }) => `${origin} ${message}`);
}

it('flags are text and become what the schema wants', () => {
  const parsed = parseConfig(httpConfigSchema, [
    flags({
      url: 'http://localhost/',
      connections: '50',
      rate: '0.5/s',
      duration: '1m30s',
      trials: '3',
      workers: '2',
      headers: ['A: b'],
      'tls.insecure': 'false',
    }),
  ]);
  expect(parsed).toMatchObject({
    ok: true,
    value: { connections: 50, rate: 0.5, duration: 90e9, trials: 3, workers: 2, headers: ['A: b'] },
  });
});

it('the quick settings are lawful', () => {
  expect(httpConfigSchema.parse(httpQuick).duration).toBe(3e9);
});

describe('a mistake names its flag and says what to write', () => {
  it.each<[Record<string, unknown>, RegExp]>([
    [{ url: 'localhost' }, /^--url url must be an http or https URL such as/],
    [{ url: 'http://h/{{nope}}' }, /^--url url: there is no field {{nope}}.*literal: true/],
    [{ headers: ['nocolon'] }, /^--headers headers\[0\] must be a header such as/],
    [{ headers: ['A: b\r\nInjected: c'] }, /^--headers headers\[0\]: .*must not hold line ends/],
    [{ headers: ['A b: c'] }, /^--headers headers\[0\]: .*is not a field name/],
    [{ method: 'GET /' }, /^--method method must be one word/],
    [{ method: 'Post' }, /^--method method must be written POST: methods are case-sensitive/],
    [{ method: 'CONNECT' }, /^--method method: CONNECT opens a tunnel/],
    [{ connections: '0' }, /^--connections connections must be/],
    [{ connections: 'ten' }, /^--connections connections must be/],
    [{ duration: '10' }, /^--duration duration must be a duration .*; 10 seconds are 10s$/],
    [{ rate: '0/s' }, /^--rate rate must be more than 0\/s/],
    [{ rate: '-1' }, /^--rate rate must be/],
    [{ load: 'burst' }, /^--load load must be closed, constant, poisson, search, or stages such as/],
    [{ load: 'search' }, /^--load load: search needs an SLO to look for: add slo, such as p99<50ms/],
    [
      { load: 'search', slo: ['p99<1s'], rate: '5' },
      /^--rate rate cannot be used with load search, which finds/,
    ],
    [{ load: 'search', slo: ['p99<1s'], trials: '3' }, /^--trials trials cannot be used with load search/],
    [
      { load: 'search', slo: ['p99<1s'], requests: '3' },
      /^--requests requests cannot be used with load search/,
    ],
    [
      { 'load.model': 'search', 'load.to': '5', slo: ['p99<1s'] },
      /^--load.to load.to must be at least from, 100\/s/,
    ],
    [
      { 'load.model': 'search', 'load.probe': '5', slo: ['p99<1s'] },
      /^--load.probe load.probe must be a duration/,
    ],
    [{ slo: ['p99<50'] }, /^--slo slo\[0\]: 'p99<50', column 5: p99 is compared with a duration/],
    [
      { slo: ['p99<1s'], trials: '1' },
      /^--slo slo is judged by an interval over trials, and there is 1: 'p99<1s' needs 2/,
    ],
    [{ slo: ['errors<=0,p99<1s'], load: '5/s:1s' }, /^--slo slo is judged by an interval over trials/],
    [{ slo: ['rate>5/s'], requests: '1' }, /^--slo slo is judged by an interval over trials/],
    [{ load: 'poisson' }, /^--load load: poisson needs a rate/],
    [{ load: 'closed', rate: '5' }, /^--rate rate cannot be used with load closed/],
    [{ load: '5/s:1s', rate: '5' }, /^--rate rate cannot be used with stages/],
    [{ load: '5/s:1s', requests: '5' }, /^--requests requests cannot be used with load 5\/s:1s/],
    [{ load: 'poisson', rate: '5', requests: '5' }, /^--requests requests cannot be used with load poisson/],
    [{ pipeline: '2', connectionPolicy: 'per-request' }, /^--pipeline pipeline must be 1/],
    [{ connectionPolicy: 'none' }, /^--connectionPolicy connectionPolicy must be/],
    [{ timeout: '1ms' }, /^--timeout timeout must be at least 50ms/],
    [{ body: 'a', bodyFile: 'b' }, /^--bodyFile bodyFile cannot be used together with body/],
    [{ body: '{{x}}' }, /^--body body: there is no field/],
    [{ expectStatus: 'ok' }, /^--expectStatus expectStatus must be statuses such as/],
    [{ expectBody: 'sha256:1' }, /^--expectBody expectBody must have 64 hex digits/],
    [{ pacer: 'timer' }, /^--pacer pacer must be/],
    [{ pacer: 'spin' }, /^--pacer pacer needs arrivals at due times: a rate, stages or a search/],
    [{ workers: 'many' }, /^--workers workers must be auto or a number of threads/],
    [{ workers: '11' }, /^--workers workers must be at most connections, 10, got 11/],
    [{ workers: '3', pipeline: '2' }, /^--workers workers must divide connections, 10/],
    [{ url: 'http://h/', 'tls.insecure': 'true' }, /^--tls.insecure tls.insecure needs an https URL/],
    [{ url: 'https://h/', 'tls.cert': 'c.pem' }, /^--tls.cert tls.cert needs tls.key, its key/],
    [{ url: 'https://h/', 'tls.key': 'k.pem' }, /^--tls.key tls.key needs tls.cert, the certificate/],
  ])('%j', (values, message) => {
    const found = problemsOf(values);
    expect(found.join('\n')).toMatch(message);
    expect(found).toHaveLength(1);
  });
});

it('an SLO that is a question of fact can be judged by one trial', () => {
  expect(problemsOf({ slo: ['errors<=0,dropped<=0,max<1s'], trials: '1' })).toEqual([]);
});

it('{{…}} is text when it is to be sent as it stands', () => {
  expect(problemsOf({ url: 'http://h/{{x}}', body: '{{', literal: 'true' })).toEqual([]);
});
