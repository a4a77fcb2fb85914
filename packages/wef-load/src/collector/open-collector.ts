import { type Http1TlsOptions, type SessionTarget, startTargetProcess } from '@benchwright/load-driver';
import type { WefConfig } from '../config.js';
import { readText } from '../read-text.js';
import { targetEntry } from '../target-entry.js';
import type { StoreAddress } from '../verify/store-client.js';

/** A collector that can be sent to, and where its events can be read back. */
export interface OpenCollector {
  readonly endpoint: string;
  readonly tls: Http1TlsOptions | null;
  readonly target: SessionTarget;
  /** Null where nothing is stored, or it is not known where. */
  readonly store: StoreAddress | null;
  close(): Promise<void>;
}

/**
 * The collector of the config, or one that is started for the run.
 *
 * @throws TargetStartError; ERR_NOT_READABLE (certificates)
 */
export async function openCollector(config: WefConfig): Promise<OpenCollector> {
  const { endpoint, s3 } = config;
  if (endpoint === null) return await startCollector(config);
  const target = { endpoints: { wef: endpoint }, embedded: false, pid: null };
  const tls = endpoint.toLowerCase().startsWith('https:') ? await readTls(config.tls) : null;
  const { region, accessKeyId, secretAccessKey } = s3;
  const store = {
    endpoint: s3.endpoint,
    region,
    accessKeyId: accessKeyId ?? '',
    secretAccessKey: secretAccessKey ?? '',
  };
  return { endpoint, tls, target, store, close: async () => {} };
}

async function startCollector(config: WefConfig): Promise<OpenCollector> {
  const { s3 } = config;
  const keys = { AWS_ACCESS_KEY_ID: s3.accessKeyId, AWS_SECRET_ACCESS_KEY: s3.secretAccessKey };
  // By the environment: the arguments of a process can be read by everybody on the machine.
  const env = Object.fromEntries(
    Object.entries(keys).filter((entry): entry is [string, string] => entry[1] !== null),
  );
  const child = await startTargetProcess({ entry: targetEntry, args: collectorArguments(config), env });
  const endpoint = child.endpoints.wef;
  if (endpoint === undefined) {
    await child.close();
    throw new Error('the collector announced no wef endpoint');
  }
  const { credentials = {} } = child;
  const store = {
    endpoint: child.endpoints.s3 ?? s3.endpoint,
    region: s3.region,
    accessKeyId: credentials.accessKeyId ?? s3.accessKeyId ?? '',
    secretAccessKey: credentials.secretAccessKey ?? s3.secretAccessKey ?? '',
  };
  return {
    endpoint,
    tls: null,
    target: { endpoints: { ...child.endpoints }, embedded: true, pid: child.pid },
    store: config.store ? store : null,
    close: () => child.close(),
  };
}

/** The flags of the reference collector's program that stand for the config. Pure. */
export function collectorArguments({
  store,
  s3,
  collector,
}: Pick<WefConfig, 'store' | 's3' | 'collector'>): string[] {
  if (!store) return ['--port', '0', '--no-store'];
  const { maxSizeMb, flushIntervalSecs, bufferPath } = collector;
  return [
    ...['--port', '0', '--s3', s3.endpoint ?? 'embedded', '--bucket', s3.bucket],
    ...(s3.prefix === '' ? [] : ['--prefix', s3.prefix]),
    ...['--max-size-mb', String(maxSizeMb), '--flush-interval-secs', String(flushIntervalSecs)],
    ...(bufferPath === null ? [] : ['--buffer-path', bufferPath]),
  ];
}

async function readTls({ ca, cert, key, sni, insecure }: WefConfig['tls']): Promise<Http1TlsOptions> {
  const [caText, certText, keyText] = await Promise.all(
    [ca, cert, key].map((file) => (file === null ? null : readText(file))),
  );
  return {
    ...(caText === null ? {} : { ca: caText! }),
    ...(certText === null ? {} : { cert: certText! }),
    ...(keyText === null ? {} : { key: keyText! }),
    ...(sni === null ? {} : { servername: sni }),
    ...(insecure ? { rejectUnauthorized: false } : {}),
  };
}
