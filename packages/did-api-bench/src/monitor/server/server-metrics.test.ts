import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { besideClient, besideClientLines } from './beside-client.js';
import { parsePrometheusText } from './prometheus-text.js';
import {
  bucketPercentile,
  histogramsBetween,
  mergedHistogram,
  serverHistograms,
} from './server-histogram.js';
import { startServerMetrics } from './server-metrics.js';

/** Cumulative counts at 5 ms, 10 ms and infinity, as prometheus_client writes them. */
const page = (
  at5: number,
  at10: number,
  all: number,
  sum: number,
  labels = 'method="GET",endpoint="/health"',
) =>
  `# HELP http_request_duration_seconds HTTP request duration
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{${labels},le="0.005"} ${at5}
http_request_duration_seconds_bucket{${labels},le="0.01"} ${at10}
http_request_duration_seconds_bucket{${labels},le="+Inf"} ${all}
http_request_duration_seconds_sum{${labels}} ${sum}
http_request_duration_seconds_count{${labels}} ${all} 1760000000000
process_open_fds 12
`;

const histogramsOf = (text: string) => serverHistograms(parsePrometheusText(text));

describe('the text format', () => {
  test('labels with escapes, special values, exemplars, and a label named like a prototype', () => {
    const text =
      'a{x="say \\"hi\\"\\n",y="\\\\",__proto__="z",} +Inf\nb 1e-3 # {trace="1"} 5\n# EOF\n c\t-Inf \nd NaN\n';
    const samples = parsePrometheusText(text);
    expect(samples.map(({ name, value }) => [name, value])).toEqual([
      ['a', Number.POSITIVE_INFINITY],
      ['b', 0.001],
      ['c', Number.NEGATIVE_INFINITY],
      ['d', Number.NaN],
    ]);
    expect(Object.entries(samples[0]!.labels)).toEqual([
      ['x', 'say "hi"\n'],
      ['y', '\\'],
      ['__proto__', 'z'],
    ]);
  });

  test.each([
    ['<!doctype html>', /line 1 .*does not begin with a name/],
    ['ok 1\na{x="1} 2', /line 2 .*labels/],
    ['a{x="1" y="2"} 2', /labels/],
    ['a{x="1"} many', /'many' is no value of a/],
    ['a', /'' is no value of a/],
  ])('refuses %s', (text, message) => {
    expect(() => parsePrometheusText(text)).toThrow(
      expect.objectContaining({ code: 'ERR_METRICS_FORMAT', message: expect.stringMatching(message) }),
    );
  });
});

describe('a server’s histogram', () => {
  test('over a run: what came in between, with the bucket of a percentile', () => {
    const [run, ...none] = histogramsBetween(
      histogramsOf(page(10, 20, 20, 0.1)),
      histogramsOf(page(100, 119, 120, 0.9)),
    );
    expect(none).toEqual([]);
    expect(run).toMatchObject({ count: 100, labels: { method: 'GET', endpoint: '/health' } });
    expect(run!.sumNs).toBeCloseTo(0.8e9, 3);
    expect(bucketPercentile(run!, 50)).toEqual({ lowNs: 0, highNs: 5e6 });
    expect(bucketPercentile(run!, 90)).toEqual({ lowNs: 0, highNs: 5e6 });
    expect(bucketPercentile(run!, 95)).toEqual({ lowNs: 5e6, highNs: 10e6 });
    expect(bucketPercentile(run!, 99.5)).toEqual({ lowNs: 10e6, highNs: null });
  });

  test('that was started anew, is new, or did not grow', () => {
    const before = histogramsOf(page(10, 20, 20, 0.1) + page(1, 1, 1, 0.001, 'endpoint="/idle"'));
    const after = histogramsOf(
      page(3, 4, 5, 0.02) +
        page(1, 1, 1, 0.001, 'endpoint="/idle"') +
        page(2, 2, 2, 0.002, 'endpoint="/new"'),
    );
    const between = histogramsBetween(before, after);
    expect(between.map(({ labels, count }) => [labels.endpoint, count])).toEqual([
      ['/health', 5],
      ['/new', 2],
    ]);
    expect(mergedHistogram(between)).toMatchObject({
      count: 7,
      labels: {},
      buckets: [{ count: 5 }, { count: 6 }, { count: 7 }],
    });
    expect(mergedHistogram([])).toBeNull();
  });

  test('beside the client’s: means subtract, percentiles stand beside each other', () => {
    const [server] = histogramsOf(page(90, 99, 100, 0.4));
    const client = { count: 100, meanNs: 6e6, percentilesNs: { '50': 5e6, '95': 12e6 } };
    const beside = besideClient(server!, client);
    expect(beside).toMatchObject({ serverMeanNs: 4e6, outsideMeanNs: 2e6, countsDiffer: false });
    expect(besideClientLines(beside)).toEqual([
      'server method=GET endpoint=/health: 100 requests, mean 4.000 ms in the handler, 6.000 ms at the client: 2.000 ms outside it (queueing, kernel, client)',
      '  p50: 0 ns to 5.000 ms in the handler, 5.000 ms at the client',
      '  p95: 5.000 ms to 10.00 ms in the handler, 12.00 ms at the client',
    ]);
    expect(besideClientLines(besideClient(server!, { ...client, count: 500 })).at(-1)).toMatch(
      /other requests/,
    );
  });
});

describe('asking a server', () => {
  let server: Server | undefined;
  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
    server = undefined;
  });

  async function serving(...answers: { status?: number; text: string }[]): Promise<string> {
    let asked = 0;
    server = createServer((_request, response) => {
      const { status = 200, text } = answers[Math.min(asked++, answers.length - 1)]!;
      response.writeHead(status).end(text);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
  }

  test('before and after', async () => {
    const url = await serving({ text: page(1, 1, 1, 0.001) }, { text: page(5, 6, 6, 0.02) });
    const { histograms, problem } = await (await startServerMetrics({ url })).finish();
    expect(problem).toBeNull();
    expect(histograms.map(({ count }) => count)).toEqual([5]);
  });

  test.each([
    ['HTML', { text: '<html>' }, /does not begin with a name/],
    ['500', { status: 500, text: page(1, 1, 1, 1) }, /answered 500/],
    ['nothing that grew', { text: page(1, 1, 1, 1) }, /no histogram http_request_duration_seconds that grew/],
  ])('%s is a problem, not a fault', async (_what, answer, problem) => {
    const url = await serving(answer);
    const metrics = await (await startServerMetrics({ url })).finish();
    expect(metrics).toEqual({ histograms: [], problem: expect.stringMatching(problem) });
  });

  test('one that is not there', async () => {
    const metrics = await (await startServerMetrics({ url: 'http://127.0.0.1:1/metrics' })).finish();
    expect(metrics.problem).toMatch(/127\.0\.0\.1:1\/metrics: .*(refused|bad port)/i);
  });
});
