import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { checkTargets, TargetsMissedError } from './check-targets.js';

/** Calls that take these milliseconds each, by a clock that only they move. */
function calls(timesMs: readonly number[]): () => void {
  let nowMs = 0;
  let made = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  return () => {
    nowMs += timesMs[made++ % timesMs.length]!;
  };
}

const HUNDRED = Array.from({ length: 100 }, (_, i) => i + 1);

it('passes what is shown, and reports each target with its interval', async () => {
  const report = await checkTargets(calls(HUNDRED), {
    warmup: 0,
    targets: { p50: '70ms', p95: '101ms', max: '100.5ms', mean: '70ms' },
  });
  expect(report.targets.map(({ outcome }) => outcome)).toEqual(['pass', 'pass', 'pass', 'pass']);
  const [median] = report.targets;
  expect(median!.valueNs).toBeCloseTo(50.5e6);
  // Exact order statistics of 100 values: ranks 40 and 61.
  expect(median!.intervalNs.map((ns) => Math.round(ns / 1e6))).toEqual([40, 61]);
});

it('fails what is missed, and what cannot be shown unless that is allowed', async () => {
  await expect(checkTargets(calls(HUNDRED), { warmup: 0, targets: { p50: '20ms' } })).rejects.toMatchObject({
    code: 'ERR_TARGETS_MISSED',
    message: expect.stringMatching(/of 100 calls:\n {2}fail {2}p50<20ms: 50\.50? ms, interval 40/),
  });
  const close = { warmup: 0, targets: { p50: '55ms' } };
  await expect(checkTargets(calls(HUNDRED), close)).rejects.toThrow(/not-shown {2}p50<55ms/);
  const allowed = await checkTargets(calls(HUNDRED), { ...close, allowNotShown: true });
  expect(allowed.targets[0]!.outcome).toBe('not-shown');
});

it('a p99 of 100 calls has no upper end: it can fail, but not pass', async () => {
  await expect(checkTargets(calls([1]), { warmup: 0, targets: { p99: '1s' } })).rejects.toThrow(
    /not-shown {2}p99<1s: 1\.000 ms, interval .* to ∞/,
  );
  const enough = await checkTargets(calls([1]), { n: 500, warmup: 0, targets: { p99: '1s' } });
  expect(enough.targets[0]!.outcome).toBe('pass');
});

it('calls before the first that counts are not timed', async () => {
  const { timesNs } = await checkTargets(calls([500, 1, 1, 1]), { n: 3, warmup: 1, targets: { max: '2ms' } });
  expect(timesNs).toEqual([1e6, 1e6, 1e6]);
});

it('asks an address, and a request with a body; an answer that is no success ends it', async () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.headers['content-type'] ?? '-'}`);
    response.writeHead(request.url === '/gone' ? 404 : 200).end('{"detail":"gone"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const asked = { n: 5, warmup: 0, targets: { max: '30s' } };
  await checkTargets(`${url}/health`, asked);
  await checkTargets(
    { url, method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' },
    asked,
  );
  expect(new Set(seen)).toEqual(new Set(['GET -', 'POST application/json']));
  const refused = checkTargets(`${url}/gone`, asked);
  await expect(refused).rejects.toBeInstanceOf(TargetsMissedError);
  await expect(refused).rejects.toMatchObject({
    report: null,
    message: expect.stringMatching(/404: \{"detail":"gone"\}/),
  });
});

it.each([
  [{}, /there is no target/],
  [{ p101: '1ms' }, /'p101' is no statistic/],
  [{ p0: '1ms' }, /'p0' is no statistic/],
  [{ p95: 'fast' }, /must be a time such as 20ms, got 'fast'/],
])('targets %j are refused', async (targets, message) => {
  await expect(checkTargets(() => {}, { targets: targets as Record<string, string> })).rejects.toThrow(
    message,
  );
});
