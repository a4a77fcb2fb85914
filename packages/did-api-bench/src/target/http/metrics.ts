import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Bounds in seconds, closer together than the client library's own where the targets of the guide lie. */
const BUCKETS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 2.5, 5,
];

/** What the server counts besides requests. */
export interface ServerMetrics {
  readonly registry: Registry;
  /** Told of every lookup in the cache. */
  readonly onLookup: (hit: boolean) => void;
  /** Told how long the start of the process took, once it has ended. */
  readonly onStarted: (seconds: number) => void;
}

/**
 * Counts and times every request by method and route pattern, and serves GET /metrics in Prometheus' text format.
 *
 * @param queryCount statements sent to the database so far
 */
export function addMetrics(app: FastifyInstance, queryCount: () => number): ServerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const labelNames = ['method', 'endpoint'] as const;
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Total HTTP requests',
    labelNames: [...labelNames, 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'HTTP request duration',
    labelNames,
    buckets: BUCKETS,
    registers,
  });
  const lookups = new Counter({
    name: 'did_cache_lookups_total',
    help: 'Lookups in the cache',
    labelNames: ['result'],
    registers,
  });
  new Counter({
    name: 'did_database_queries_total',
    help: 'Statements sent to the database',
    registers,
    collect() {
      this.reset();
      this.inc(queryCount());
    },
  });
  const started = new Gauge({
    name: 'did_server_start_seconds',
    help: 'From the start of the process until it listened, without making up enrolments',
    registers,
  });
  app.addHook('onResponse', async (request, reply) => {
    const endpoint = request.routeOptions.url ?? 'unknown';
    if (endpoint === '/metrics') return;
    requests.inc({ method: request.method, endpoint, status: reply.statusCode });
    durations.observe({ method: request.method, endpoint }, reply.elapsedTime / 1000);
  });
  app.get('/metrics', async (_request, reply) => {
    reply.header('content-type', registry.contentType);
    return await registry.metrics();
  });
  return {
    registry,
    onLookup: (hit) => lookups.inc({ result: hit ? 'hit' : 'miss' }),
    onStarted: (seconds) => started.set(seconds),
  };
}
