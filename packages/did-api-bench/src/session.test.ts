import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTargetProcess, type TargetProcess } from '@benchwright/load-driver';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type DidConfigInput, didConfigSchema } from './config.js';
import { didSuite } from './suite.js';
import { slowTraces } from './summarize/did-metrics.js';
import { didTargetEntry } from './target-entry.js';
import { measure } from './testing/measure.js';
import { renderDidText } from './views/text.js';

const KEY = 'the-key';
let api: TargetProcess;

beforeAll(async () => {
  const args = ['--port', '0', '--store', 'memory', '--kdf-iterations', '1', '--api-key', KEY];
  api = await startTargetProcess({ entry: didTargetEntry, args });
});
afterAll(() => api?.close());

const small = (input: DidConfigInput) =>
  didConfigSchema.parse({
    target: api.endpoints.did,
    access: { apiKey: KEY },
    requests: 60,
    trials: 3,
    connections: 4,
    people: 4,
    ceiling: false,
    ...input,
  });

describe('the reference server', () => {
  it.each(['biometric', 'guide'] as const)('answers every operation of the family %s', async (family) => {
    const { result, events } = await measure(
      didSuite,
      small({ family, operations: 'health,verify,enroll,generate,journey' }),
    );
    expect(events.filter(({ type }) => type === 'warning')).toEqual([]);
    for (const { id, counts } of result.cells)
      expect({ id, ...counts }).toMatchObject({ ok: 60, failed: 0, offered: 60 });
    const journey = result.cells.find(({ id }) => id === 'journey')!.metrics;
    expect(journey.responseTimeNs!.min).toBeGreaterThanOrEqual(
      journey.verifyServiceNs!.min! + journey.enrollServiceNs!.min!,
    );
  });

  it('a mix keeps the times of its operations apart', async () => {
    const { result } = await measure(
      didSuite,
      small({ operations: [], mix: 'health=1,verify=1', requests: 400 }),
    );
    const { metrics, counts } = result.cells[0]!;
    expect(counts).toMatchObject({ ok: 400 });
    expect(Object.keys(metrics)).toEqual(expect.arrayContaining(['healthServiceNs', 'verifyServiceNs']));
    expect(metrics.enrollServiceNs).toBeUndefined();
  });

  it('two threads enrol nobody twice', async () => {
    const { result } = await measure(didSuite, small({ operations: 'enroll', workers: 2, requests: 120 }));
    expect(result.cells[0]!.counts).toMatchObject({ ok: 120, failed: 0 });
  });

  it('the process behind an address of this machine is found by its port, and watched', async () => {
    const timed = { requests: null, duration: '600ms', warmup: 0 } as const;
    const { events, result } = await measure(didSuite, small({ ...timed, operations: 'health' }));
    expect(events.find(({ type }) => type === 'target-ready')).toMatchObject({
      pid: api.pid,
      embedded: false,
    });
    const { metrics } = result.cells[0]!;
    expect(metrics.targetCpuShare?.n).toBe(3);
    expect(metrics.targetNetworkSentBytesPerSec).toMatchObject({ unit: 'B/s', n: 3 });
    expect(renderDidText(result)).toMatch(
      /threads {2}files {2}net in .*\n {2}Health check( +\S+){6}\n {2}net: of all processes/,
    );
  });

  it('a bearer token is got from /auth/token', async () => {
    const access = { login: true, loginBody: { api_key: KEY } };
    const { result } = await measure(didSuite, small({ access, operations: 'verify' }));
    expect(result.cells[0]!.counts.failed).toBe(0);
  });

  it.each([
    [{ access: {} }, 'ERR_DID_ACCESS', /generate: refused with 401/],
    [{ access: { token: 'x.y' } }, 'ERR_DID_ACCESS', /refused with 401/],
    [
      { access: { login: true, loginBody: { api_key: 'no' } } },
      'ERR_DID_ACCESS',
      /\/auth\/token: refused with 401: .*Invalid API key/,
    ],
  ])('%j is not let in', async (input, code, message) => {
    await expect(measure(didSuite, small(input))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('the slowest traced requests are named, slowest first, and stand in the result', async () => {
    const { trials, result } = await measure(didSuite, small({ operations: 'verify', traceEvery: 5 }));
    for (const trial of trials) {
      const times = slowTraces(trial).map(({ serviceNs }) => serviceNs);
      expect(times.length).toBeGreaterThanOrEqual(4);
      expect(times).toEqual(times.toSorted((a, b) => b - a));
    }
    const { warnings = [] } = result.cells[0]!.metrics.slowestTraceNs ?? {};
    expect(warnings.map(({ code, text }) => `${code} ${text}`).join('\n')).toMatch(
      /SLOW_TRACE trace [0-9a-f]{32}: /,
    );
    expect(didSuite.views[0]!.render(result)).toMatch(/slowest traced requests:\n {2}verify: trace/);
  });
});

/** A server that is no DID API, or a bad one. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => listener(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a target that cannot be measured', () => {
  it.each([
    [500, 'application/json', '{"detail":"database is gone"}', /health: answered 500: .*database is gone/],
    [200, 'text/html', '<!DOCTYPE html><html>login</html>', /health: answered 200, but .*<!DOCTYPE html>/],
    [200, 'application/json', '{"status":"starting"}', /its status is not healthy/],
  ])('%i %s %s is refused before anything is measured', async (status, type, body, message) => {
    const target = await serve((_, response) =>
      response.writeHead(status, { 'content-type': type }).end(body),
    );
    const config = small({ target, operations: 'health', access: {} });
    await expect(measure(didSuite, config)).rejects.toMatchObject({
      code: 'ERR_DID_ANSWER',
      message: expect.stringMatching(message),
    });
  });

  it('a port on which nothing listens is unreachable', async () => {
    const config = small({ target: 'http://127.0.0.1:1', operations: 'health', monitor: false });
    await expect(measure(didSuite, config)).rejects.toMatchObject({ code: 'ERR_TARGET_UNREACHABLE' });
  });

  it('fast wrong answers are failures, and what was wrong with the first is told', async () => {
    let asked = 0;
    const target = await serve((_, response) => {
      asked++;
      response.writeHead(200).end(asked % 10 === 0 ? '{"status":"degraded"}' : '{"status":"healthy"}');
    });
    const { result, events } = await measure(
      didSuite,
      small({ target, operations: 'health', access: {}, monitor: false }),
    );
    expect(result.cells[0]!.counts).toMatchObject({ ok: 54, failed: 6, errors: { WRONG_ANSWER: 6 } });
    const warning = events.find((event) => event.type === 'warning' && event.code === 'WRONG_ANSWER');
    expect(warning).toMatchObject({
      text: expect.stringMatching(/status.*the answer begins \{"status":"degraded"\}/),
    });
  });

  it('a server that fails under load is counted, with what it said', async () => {
    let asked = 0;
    const target = await serve((_, response) => {
      asked++;
      response.writeHead(asked > 30 ? 503 : 200).end(asked > 30 ? 'too busy' : '{"status":"ok"}');
    });
    const { result, events } = await measure(
      didSuite,
      small({ target, operations: 'health', access: {}, monitor: false }),
    );
    expect(result.cells[0]!.counts.errors).toEqual({ HTTP_503: 31 });
    expect(events).toContainEqual(
      expect.objectContaining({ code: 'HTTP_503', text: expect.stringContaining('too busy') }),
    );
  });
});
