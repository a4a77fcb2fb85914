import type { RunResult } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { simulatedRun, simulatedSearch } from '../testing/simulated-run.js';
import { renderHttpText } from './text.js';

const golden = (name: string): string =>
  new URL(`../../testdata/views/${name}.txt`, import.meta.url).pathname;
/** Most answers come within a quarter of a millisecond; every hundredth takes ten times as long. */
const usual = (n: number): number => (n % 100 === 99 ? 2.5e6 : 200_000 + (n % 50) * 1000);
const url = 'http://localhost:8080/users/{{int 1 10000}}';

async function expectPage(result: RunResult, name: string): Promise<void> {
  const text = renderHttpText(result);
  await expect(text).toMatchFileSnapshot(golden(name));
  for (const line of text.split('\n')) {
    expect([...line].length, line).toBeLessThanOrEqual(80);
    expect(line).toBe(line.trimEnd());
  }
}

describe('the page of a result', () => {
  it('of a closed loop', async () => {
    await expectPage(await simulatedRun({ url, duration: '5s' }, { serviceNs: usual }), 'closed');
  });

  it('of an open loop that queues', async () => {
    const result = await simulatedRun(
      { url, rate: 5000, duration: '2s', connections: 2, workers: 2 },
      { serviceNs: usual, workers: 2 },
    );
    await expectPage(result, 'open');
  });

  it('of stages, in one trial', async () => {
    const load = '0-2000/s:2s,2000/s:1s';
    await expectPage(await simulatedRun({ url, load }, { serviceNs: usual }), 'stages');
  });

  it('of failures, counted requests and a busy generator', async () => {
    const result = await simulatedRun(
      { url, requests: 2000, trials: 2, method: 'POST', pipeline: 4, connections: 50 },
      {
        serviceNs: usual,
        failure: (n) => (n % 40 === 7 ? 'HTTP_503' : n === 11 ? 'WRONG_ANSWER' : null),
        health: { busyShare: 0.95 },
      },
    );
    await expectPage(result, 'failures');
  });

  it('of nothing answered', async () => {
    const result = await simulatedRun(
      { url, requests: 20, connectionPolicy: 'per-request' },
      { serviceNs: usual, failure: () => 'CONNECT_REFUSED' },
    );
    await expectPage(result, 'nothing-answered');
  });

  it('of an interrupted run, and of what is hostile', async () => {
    const result = await simulatedRun({ url, requests: 20 }, { serviceNs: usual });
    const hostile = {
      ...result,
      run: {
        ...result.run,
        outcome: 'interrupted' as const,
        config: { ...result.run.config, url: `http://localhost/\u001b]0;owned\u0007${'x'.repeat(200)}` },
      },
    };
    await expectPage(hostile, 'interrupted');
    expect(renderHttpText(hostile)).not.toContain('\u001b');
  });

  it('of an SLO that is met in part', async () => {
    const slo = ['p99<1ms,p50<200us', 'errors<0.01%'];
    const result = await simulatedRun({ url, rate: 2000, duration: '5s', slo }, { serviceNs: usual });
    await expectPage(result, 'slo');
    expect(result.slos.map(({ outcome }) => outcome)).toEqual(['pass', 'fail', 'not-shown']);
  });

  it('of a search', async () => {
    const load = { model: 'search', probe: '1s', precision: '5%' } as const;
    // Two connections, a quarter of a millisecond each: 8000/s.
    const result = await simulatedSearch(
      { url, load, slo: ['p99<20ms'], connections: 2 },
      { serviceNs: () => 250_000 },
    );
    await expectPage(result, 'search');
    const { interval, outcome } = result.cells[0]!.search!;
    expect(outcome).toBe('found');
    expect(interval[0]).toBeLessThan(8000);
    expect(interval[1]).toBeGreaterThan(8000);
    expect(result.slos).toMatchObject([{ outcome: 'pass', id: 'p99<20ms' }]);
  });

  it('of no cell at all', () => {
    const empty = {
      cells: [],
      slos: [],
      validity: { verdict: 'valid', reasons: [] },
      run: { config: {}, outcome: 'completed' },
    };
    expect(renderHttpText(empty as unknown as RunResult)).toBe(
      'VALID  a responder of its own, on this machine\n  nothing was planned\n',
    );
  });
});
