import { describe, expect, it } from 'vitest';
import { nginxInstalled } from '../test-support/nginx.js';
import { ca } from '../test-support/tls-files.js';
import { buildRequest } from './request-bytes.js';
import { requestTable } from './request-sources.js';
import { openHarness } from './test-support/harness.js';
import { LARGE_BYTES, SMALL, startHttp1Nginx } from './test-support/nginx.js';

const cases = [
  { path: '/small', result: 'ok', bodyBytes: SMALL.length },
  { path: '/large', result: 'ok', bodyBytes: LARGE_BYTES },
  { path: '/empty', result: 'ok', bodyBytes: 0 },
  { path: '/moved', result: 'ok', bodyBytes: undefined },
  { path: '/gone', result: 'HTTP_410', bodyBytes: 4 },
  { path: '/missing', result: 'HTTP_404', bodyBytes: undefined },
  { path: '/small', method: 'HEAD', result: 'ok', bodyBytes: 0 },
  // Compressed on the fly: chunked, because nobody knows the length beforehand.
  { path: '/small', headers: [['Accept-Encoding', 'gzip']] as const, result: 'ok', bodyBytes: undefined },
];

// Another implementation of the protocol than Node's, which wrote both sides of the other tests.
describe.skipIf(!nginxInstalled)('against nginx (skipped where it is not installed)', () => {
  const requests = requestTable(
    cases.map(({ path, method, headers }) =>
      buildRequest({ path, host: 'localhost', ...(method && { method }), ...(headers && { headers }) }),
    ),
  );

  it.each(['plain', 'TLS'])('every kind of answer, connections closed after five, %s', async (kind) => {
    const { port, tlsPort } = await startHttp1Nginx();
    const tls = kind === 'TLS' && { ca };
    const { transport, sink, results } = await openHarness({
      port: tls ? tlsPort : port,
      requests,
      ...(tls && { tls }),
    });
    for (let sequence = 0; sequence < 3 * cases.length; sequence++) {
      transport.send(0, sequence);
      await sink.completed(sequence + 1);
    }
    const expected = Array.from({ length: 3 }, () => cases).flat();
    expect(results()).toEqual(expected.map(({ result }) => result));
    for (const [i, { bodyBytes }] of expected.entries()) {
      if (bodyBytes !== undefined) expect(sink.completions[i]!.bodyBytes).toBe(bodyBytes);
    }
    expect(transport.counters).toMatchObject({ reconnected: 4, connectFailed: 0, unaskedBytes: 0 });
  });

  it('pipelined, four at a time', async () => {
    const { port } = await startHttp1Nginx();
    const { transport, sink, results } = await openHarness({ port, requests, pipelining: 4, connections: 2 });
    let sequence = 0;
    sink.onComplete = ({ slot }) => {
      if (sequence < 200) transport.send(slot, sequence++);
    };
    for (let slot = 0; slot < transport.slots; slot++) transport.send(slot, sequence++);
    await sink.completed(200);
    const kinds = new Set(results());
    expect(kinds.has('PROTOCOL')).toBe(false);
    // nginx closes after five answers, with more requests waiting behind them: those are lost, and said to be.
    expect(kinds).toEqual(new Set(['ok', 'HTTP_410', 'HTTP_404', 'CONNECTION_CLOSED']));
  });
});
