import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWefCollector, type WefCollector } from './target/collector.js';
import { runWef } from './testing/run-wef.js';

const file = (name: string): string =>
  fileURLToPath(new URL(`./target/testdata/tls/${name}`, import.meta.url));
const pem = (name: string): string => readFileSync(file(name), 'utf8');
const SOME = { events: 2500, batchSize: 500, connections: 2, machines: 4 } as const;

let collector: WefCollector;
beforeAll(async () => {
  const tls = { port: 0, cert: pem('localhost.crt'), key: pem('localhost.key'), ca: pem('ca.crt') };
  collector = await startWefCollector({ port: 0, store: false, tls });
});
afterAll(async () => {
  await collector.close();
});

describe('the reference collector takes what the generator sends', () => {
  it.each(['utf-16', 'utf-8'] as const)('as ws-man in %s, every envelope acknowledged', async (encoding) => {
    const { trials, result } = await runWef({
      ...SOME,
      endpoint: collector.endpoint,
      wire: 'ws-man',
      encoding,
    });
    expect(trials[0]!.counts).toMatchObject({ ok: 5, failed: 0 });
    expect(trials[0]!.extra).toMatchObject({ eventsReceived: 2500, resentEnvelopes: 0 });
    expect(result.slos[0]?.outcome).toBe('pass');
  });

  it('over TLS, with a client certificate, and not without one', async () => {
    const endpoint = collector.tlsEndpoint!;
    const ca = file('ca.crt');
    const own = { ca, cert: file('client.crt'), key: file('client.key') };
    const { trials } = await runWef({ ...SOME, endpoint, wire: 'ws-man', tls: own });
    expect(trials[0]!.extra.eventsReceived).toBe(2500);
    await expect(runWef({ ...SOME, endpoint, tls: { ca }, healthWait: 0 })).rejects.toMatchObject({
      code: 'ERR_TARGET_UNREACHABLE',
    });
  });
});
