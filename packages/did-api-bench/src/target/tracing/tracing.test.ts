import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, it, vi } from 'vitest';
import { startDidServer } from '../start-did-server.js';
import { fingersOf } from '../testing/example-people.js';

afterEach(() => vi.unstubAllEnvs());

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
}

/** A collector that keeps the spans it is sent. */
async function collector() {
  const spans: OtlpSpan[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    const chunks = await request.toArray();
    const raw = Buffer.concat(chunks as Buffer[]);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw).toString() : raw.toString();
    const { resourceSpans } = JSON.parse(body) as {
      resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[];
    };
    spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
    response.setHeader('content-type', 'application/json').end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return { spans, url: `http://127.0.0.1:${port}`, close: () => server.close().closeAllConnections() };
}

const SERVER_KIND = 2;

it('exports a span for each request and its parts, in the trace of the caller', async () => {
  const { spans, url, close } = await collector();
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', url);
  const server = await startDidServer({ port: 0, store: 'memory', kdfIterations: 1 });
  const [traceId, parentSpanId] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
  await fetch(`${server.endpoints.did}/api/biometric/generate`, {
    method: 'POST',
    headers: {
      connection: 'close',
      'content-type': 'application/json',
      traceparent: `00-${traceId}-${parentSpanId}-01`,
    },
    body: JSON.stringify({ fingers: fingersOf(1), wallet_address: 'addr' }),
  }).then((answer) => text(answer.body!));
  await fetch(`${server.endpoints.did}/health`, { headers: { connection: 'close' } });
  // Closing sends what is waiting.
  await server.close();
  close();
  const root = spans.find(({ name }) => name === 'POST /api/biometric/generate');
  expect(root).toMatchObject({ traceId, parentSpanId, kind: SERVER_KIND });
  for (const name of ['derive_helpers', 'store_enrolment']) {
    expect(spans.find((span) => span.name === name)).toMatchObject({ traceId, parentSpanId: root!.spanId });
  }
  const health = spans.find(({ name }) => name === 'GET /health');
  expect(health?.traceId).not.toBe(traceId);
});

it.each([
  ['OTEL_SDK_DISABLED', 'true'],
  ['OTEL_TRACES_EXPORTER', 'none'],
])('exports nothing with %s=%s', async (name, value) => {
  const { spans, url, close } = await collector();
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', url);
  vi.stubEnv(name, value);
  const server = await startDidServer({ port: 0, store: 'memory' });
  await fetch(`${server.endpoints.did}/health`, { headers: { connection: 'close' } });
  await server.close();
  close();
  expect(spans).toEqual([]);
});
