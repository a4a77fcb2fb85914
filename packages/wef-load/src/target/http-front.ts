import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { CollectorConfigError, type TlsOptions } from './collector-options.js';
import { answerText, failAnswer } from './receive/answer.js';
import { listen } from './receive/listen.js';
import { type ReceiverParts, receiveBatch, SEED_FORM } from './receive/receive-batch.js';
import { dispatch, type Routes } from './receive/routes.js';
import type { MetricFamily } from './stats/metrics-text.js';
import { renderMetrics } from './stats/metrics-text.js';

/** Longer than any client keeps an idle connection: who closes first loses the request that is under way. */
const KEEP_ALIVE_MS = 120_000;

/** What the front shows beside taking batches. */
export interface FrontParts extends ReceiverParts {
  readonly metrics: () => readonly MetricFamily[];
  /** Why the collector cannot take batches; undefined while it can. */
  readonly trouble: () => string | undefined;
}

/** The pages every collector has, and wire form `seed`. */
export function seedRoutes(parts: FrontParts): Routes {
  return {
    '/health': {
      GET: (_request, response) => {
        const trouble = parts.trouble();
        answerText(response, trouble === undefined ? 200 : 503, trouble ?? 'OK');
      },
    },
    '/stats/throughput': {
      GET: (_request, response) =>
        answerText(response, 200, JSON.stringify(parts.throughput.list()), 'application/json'),
    },
    '/metrics': {
      GET: (_request, response) =>
        answerText(response, 200, renderMetrics(parts.metrics()), 'text/plain; version=0.0.4; charset=utf-8'),
    },
    '/wsman/events': {
      POST: (request, response) => {
        receiveBatch(request, parts, SEED_FORM).then(
          (refusal) => {
            if (refusal === 'aborted') return;
            if (refusal === undefined) answerText(response, 200, 'OK');
            else answerText(response, refusal.status, refusal.text);
          },
          (error: unknown) => failAnswer(response, error),
        );
      },
    },
  };
}

/** A server that listens. */
export interface ListeningFront {
  readonly port: number;
  /** Takes no more requests; resolves when those under way are answered, at most after a second. */
  close(): Promise<void>;
}

const DRAIN_MS = 1000;

const serverOptions = { keepAliveTimeout: KEEP_ALIVE_MS, noDelay: true } as const;

/** Serves the routes. @throws ListenError */
export async function listenHttp(routes: Routes, port: number, host: string): Promise<ListeningFront> {
  return await start(createServer(serverOptions, dispatch(routes)), port, host);
}

/** Serves the routes to clients that show a certificate of the authority, and to no others. @throws ListenError, CollectorConfigError */
export async function listenTls(routes: Routes, tls: TlsOptions, host: string): Promise<ListeningFront> {
  const { port, cert, key, ca } = tls;
  let server: Server;
  try {
    const options = { ...serverOptions, cert, key, ca, requestCert: true, rejectUnauthorized: true };
    server = createTlsServer(options, dispatch(routes));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CollectorConfigError([`the certificate, its key or the authority cannot be used: ${why}`]);
  }
  return await start(server, port, host);
}

async function start(server: Server, port: number, host: string): Promise<ListeningFront> {
  const bound = await listen(server, port, host);
  return { port: bound, close: () => closeServer(server) };
}

async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearTimeout(deadline);
      resolve();
    });
    server.closeIdleConnections();
  });
}
