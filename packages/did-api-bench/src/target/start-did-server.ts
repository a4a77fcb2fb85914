import { randomBytes } from 'node:crypto';
import { type LookupCache, noCache } from './cache/lookup-cache.js';
import { createLruCache } from './cache/lru-cache.js';
import { createDidService } from './did-service.js';
import { DidServerError } from './errors.js';
import { parseDidFlags } from './flags.js';
import { createStretch } from './hashing.js';
import { addRateLimit, addTracing, createApp } from './http/app.js';
import { addAuthentication } from './http/authentication.js';
import { addBiometricRoutes } from './http/biometric-routes.js';
import { addCompression } from './http/compression.js';
import { addGuideRoutes } from './http/guide-routes.js';
import { addMetrics } from './http/metrics.js';
import { healthAnswer } from './http/schemas.js';
import { createMembership } from './membership.js';
import { completeServerOptions, type DidServerOptions } from './server-options.js';
import type { DidStore } from './store/did-store.js';
import { openStore } from './store/open-store.js';
import { createTracer } from './tracing/create-tracer.js';
import type { Tracer } from './tracing/tracer.js';

const HOST = '127.0.0.1';
const DRAIN_MS = 1000;
const VERSION = '1.0.0';

/** A DID server that listens. */
export interface DidServer {
  readonly endpoints: { readonly did: string };
  readonly credentials?: { readonly apiKey: string };
  /** Stops accepting, lets requests under way end for up to a second, and closes store and cache. May be called twice. */
  close(): Promise<void>;
}

/**
 * Starts the reference server of the biometric DID API in this process, on the loopback interface.
 *
 * @throws DidServerError ERR_PORT_IN_USE, ERR_LISTEN_FAILED, ERR_DATABASE, ERR_REDIS_UNREACHABLE or ERR_TARGET_FLAG; nothing is left running
 */
export async function startDidServer(given: Partial<DidServerOptions> = {}): Promise<DidServer> {
  const options = completeServerOptions(given);
  if (options.imports === 'eager') await loadEverything();
  const closers: (() => Promise<void>)[] = [];
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= closeAll(closers);
    return closed;
  };
  try {
    const store = await openStore(options);
    closers.unshift(() => store.close());
    const cache = await openCache(options);
    closers.unshift(() => cache.close());
    const tracer = await createTracer(process.env);
    closers.unshift(() => tracer.close());
    const fillSeconds = await timed(() => fill(store, options.fill));
    const { app, onStarted } = await createServer(options, store, cache, tracer);
    closers.unshift(() => closeApp(app));
    const did = await listen(app, options.port);
    onStarted(process.uptime() - fillSeconds);
    return {
      endpoints: { did },
      ...(options.apiKey === undefined ? {} : { credentials: { apiKey: options.apiKey } }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * The same by the flags of the program, which `benchwright targets start did` shares.
 *
 * @throws DidServerError as `startDidServer`, and ERR_TARGET_FLAG naming the flag that is wrong
 */
export async function startDidTarget(
  flags: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<DidServer> {
  return await startDidServer(parseDidFlags(flags, env));
}

type App = ReturnType<typeof createApp>;

async function createServer(options: DidServerOptions, store: DidStore, cache: LookupCache, tracer: Tracer) {
  const app = createApp();
  addTracing(app, tracer);
  if (options.rateLimit !== 'off') await addRateLimit(app, options.rateLimit);
  const { onLookup, onStarted } = addMetrics(app, () => store.queryCount());
  if (options.gzip !== 'off') addCompression(app, options.gzip);
  if (options.apiKey !== undefined) {
    const tokenSecret = options.tokenSecret ?? randomBytes(32).toString('hex');
    addAuthentication(app, { apiKey: options.apiKey, tokenSecret });
  }
  app.get('/health', { schema: { response: { 200: healthAnswer } } }, async () => ({
    status: 'healthy',
    service: 'biometric-did-api',
    version: VERSION,
    store: store.kind,
  }));
  const service = createDidService({
    store,
    cache,
    tracer,
    membership: createMembership(options.membership, await store.allDids()),
    stretch: createStretch(options.hashing, options.kdfIterations),
    network: options.network,
    ...(options.cache === 'none' ? {} : { onLookup }),
  });
  addBiometricRoutes(app, service, { batch: options.endpointBatch === 'on' });
  addGuideRoutes(app, service);
  return { app, onStarted };
}

async function fill(store: DidStore, count: number): Promise<void> {
  if (count > 0) await store.fill(count);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = process.uptime();
  await work();
  return process.uptime() - began;
}

async function openCache({ cache, redisUrl }: DidServerOptions): Promise<LookupCache> {
  if (cache === 'lru') return createLruCache();
  if (cache === 'none' || redisUrl === undefined) return noCache;
  const { createRedisCache } = await import('./cache/redis-cache.js');
  return await createRedisCache(redisUrl);
}

/** What the guide warns of: every module at the start, used or not. */
async function loadEverything(): Promise<void> {
  await Promise.all([
    import('@electric-sql/pglite'),
    import('pg'),
    import('./cache/redis-cache.js'),
    import('./tracing/open-telemetry.js'),
  ]);
}

async function listen(app: App, port: number): Promise<string> {
  try {
    return await app.listen({ host: HOST, port });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const inUse = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE';
    const code = inUse ? 'ERR_PORT_IN_USE' : 'ERR_LISTEN_FAILED';
    const problem = inUse
      ? 'the port is in use. Stop what listens there, or'
      : `${reason}. If the port is the reason,`;
    const message = `The DID server cannot listen on ${HOST}:${port}: ${problem} choose another with --port, 0 for any free one.`;
    throw new DidServerError(code, message, { cause });
  }
}

async function closeApp(app: App): Promise<void> {
  const deadline = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS);
  await app.close().finally(() => clearTimeout(deadline));
}

async function closeAll(closers: readonly (() => Promise<void>)[]): Promise<void> {
  for (const close of closers) await close();
}
