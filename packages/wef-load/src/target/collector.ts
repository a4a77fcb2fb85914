import { checkOptions, type WefCollectorOptions } from './collector-options.js';
import { type FrontParts, type ListeningFront, listenHttp, listenTls, seedRoutes } from './http-front.js';
import { discardingSink } from './receive/batch-sink.js';
import { BodyPool } from './receive/body-pool.js';
import { ReceiveCounters } from './receive/receive-counters.js';
import { receiveFamilies } from './stats/receive-families.js';
import { Throughput } from './stats/throughput.js';
import { type OpenStore, openStore, type StorePlace } from './store/open-store.js';
import { storeFamilies } from './store/store-figures.js';
import { wsmanRoutes } from './wsman/wsman-routes.js';

/** A running collector. */
export interface WefCollector {
  /** `http://127.0.0.1:5985` */
  readonly endpoint: string;
  /** The second one, for clients with certificates. */
  readonly tlsEndpoint: string | undefined;
  /** Where its files go; undefined if it keeps nothing. */
  readonly s3: StorePlace | undefined;
  /** Ends the flush interval that is running, and waits until S3 has everything that was acknowledged. */
  flush(): Promise<void>;
  /** Ends it. Returns what there is to say about events that are not in S3 yet. */
  close(): Promise<string | undefined>;
}

/**
 * Starts a collector of Windows events in this process; what makes and uploads its files runs in threads of its own.
 *
 * @throws CollectorConfigError (ERR_WEF_COLLECTOR_CONFIG), BufferFolderError (ERR_WEF_BUFFER_IN_USE), ListenError (ERR_PORT_IN_USE,
 * ERR_LISTEN_FAILED), TargetStartError (ERR_TARGET_START) where the embedded S3 does not start
 */
export async function startWefCollector(options: WefCollectorOptions = {}): Promise<WefCollector> {
  const checked = checkOptions(options);
  const opened = checked.store === undefined ? undefined : await openStore(checked.store);
  const parts = frontParts(checked, opened);
  const routes = { ...seedRoutes(parts), ...wsmanRoutes(parts) };
  const { host, port } = checked;
  const fronts: ListeningFront[] = [];
  try {
    fronts.push(await listenHttp(routes, port, host));
    if (options.tls !== undefined) fronts.push(await listenTls(routes, options.tls, host));
  } catch (error) {
    await closeAll(fronts, opened);
    throw error;
  }
  const authority = host.includes(':') ? `[${host}]` : host;
  const [plain, secure] = fronts;
  return {
    endpoint: `http://${authority}:${plain!.port}`,
    tlsEndpoint: secure === undefined ? undefined : `https://${authority}:${secure.port}`,
    s3: opened?.place,
    flush: async () => await opened?.store.flush(),
    close: () => closeAll(fronts, opened),
  };
}

async function closeAll(
  fronts: readonly ListeningFront[],
  opened: OpenStore | undefined,
): Promise<string | undefined> {
  await Promise.all(fronts.map((front) => front.close()));
  return await opened?.close();
}

function frontParts(checked: ReturnType<typeof checkOptions>, opened: OpenStore | undefined): FrontParts {
  const counters = new ReceiveCounters();
  const throughput = new Throughput(() => performance.now());
  const pool = new BodyPool(checked.maxInFlightBytes);
  const store = opened?.store;
  return {
    sink: store ?? discardingSink,
    pool,
    counters,
    throughput,
    maxBodyBytes: checked.maxBodyBytes,
    nowMs: Date.now,
    metrics: () => [
      ...receiveFamilies(counters, throughput, pool),
      ...(store === undefined ? [] : storeFamilies(store.figures)),
    ],
    trouble: () => store?.trouble,
  };
}
