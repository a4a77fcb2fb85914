import {
  CollectorConfigError,
  type S3Destination,
  type StoreOptions,
  type TlsOptions,
  type WefCollectorOptions,
} from '../collector-options.js';
import { storeFromToml } from './toml-config.js';

/** What the command lines of the collector say, in their own units. Undefined: nothing. */
export interface CollectorSettings {
  readonly port?: number | undefined;
  readonly tlsPort?: number | undefined;
  /** Files with PEM texts. */
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
  readonly tlsCa?: string | undefined;
  readonly noStore?: boolean | undefined;
  /** A TOML file of the original server's form. */
  readonly config?: string | undefined;
  /** `embedded`, a URL, or `aws`. */
  readonly s3?: string | undefined;
  readonly bucket?: string | undefined;
  readonly prefix?: string | undefined;
  readonly region?: string | undefined;
  readonly maxSizeMb?: number | undefined;
  readonly flushIntervalSecs?: number | undefined;
  readonly bufferPath?: string | undefined;
  readonly maxBufferMb?: number | undefined;
  readonly workers?: number | undefined;
  readonly fsync?: boolean | undefined;
}

const MEBIBYTE = 1_048_576;

/**
 * The options that settings stand for: a setting goes before the configuration file, and credentials are those of the environment
 * (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`).
 *
 * @throws CollectorConfigError
 */
export async function collectorOptions(
  settings: CollectorSettings,
  env: NodeJS.ProcessEnv,
  read: (file: string) => Promise<string>,
): Promise<WefCollectorOptions> {
  const { port, config, noStore } = settings;
  const tls = await tlsOf(settings, (file) => readOr(file, read));
  const fromFile = config === undefined ? {} : storeFromToml(await readOr(config, read), config);
  return {
    ...given('port', port),
    ...given('tls', tls),
    store: noStore === true ? false : { ...fromFile, ...storeOf(settings, fromFile.s3, env) },
  };
}

function storeOf(settings: CollectorSettings, s3: StoreOptions['s3'], env: NodeJS.ProcessEnv): StoreOptions {
  const { bucket, prefix, bufferPath, workers, maxSizeMb, maxBufferMb, flushIntervalSecs, fsync } = settings;
  return {
    ...given('s3', s3Of(settings, s3, env)),
    ...given('bucket', bucket),
    ...given('prefix', prefix),
    ...given('bufferPath', bufferPath),
    ...given('workers', workers),
    ...given('maxFileBytes', scaled(maxSizeMb, MEBIBYTE)),
    ...given('maxBufferBytes', scaled(maxBufferMb, MEBIBYTE)),
    ...given('flushIntervalMs', scaled(flushIntervalSecs, 1000)),
    ...given('fsync', fsync === true ? true : undefined),
  };
}

function s3Of(
  settings: CollectorSettings,
  inFile: StoreOptions['s3'],
  env: NodeJS.ProcessEnv,
): StoreOptions['s3'] {
  const chosen = destination(settings.s3) ?? inFile;
  if (chosen === undefined || chosen === 'embedded') return chosen;
  return {
    ...chosen,
    ...given('region', settings.region ?? chosen.region ?? env.AWS_REGION),
    ...given('accessKeyId', env.AWS_ACCESS_KEY_ID),
    ...given('secretAccessKey', env.AWS_SECRET_ACCESS_KEY),
  };
}

function destination(s3: string | undefined): 'embedded' | S3Destination | undefined {
  if (s3 === undefined || s3 === 'embedded') return s3;
  if (s3 === 'aws') return { endpoint: null };
  if (URL.canParse(s3) && /^https?:$/.test(new URL(s3).protocol)) return { endpoint: s3 };
  throw new CollectorConfigError([
    `--s3 must be embedded, aws or a URL with http:// or https://, not "${s3}"`,
  ]);
}

async function tlsOf(
  { tlsPort, tlsCert, tlsKey, tlsCa }: CollectorSettings,
  read: (file: string) => Promise<string>,
): Promise<TlsOptions | undefined> {
  const files = [tlsCert, tlsKey, tlsCa].filter((file) => file !== undefined);
  if (tlsPort === undefined && files.length === 0) return undefined;
  if (tlsPort === undefined || tlsCert === undefined || tlsKey === undefined || tlsCa === undefined) {
    throw new CollectorConfigError(
      ['--tls-port, --tls-cert, --tls-key and --tls-ca belong together'],
      'Give all four, or none.',
    );
  }
  const [cert, key, ca] = await Promise.all([read(tlsCert), read(tlsKey), read(tlsCa)]);
  return { port: tlsPort, cert: cert!, key: key!, ca: ca! };
}

async function readOr(file: string, read: (file: string) => Promise<string>): Promise<string> {
  try {
    return await read(file);
  } catch (error) {
    throw new CollectorConfigError([
      `${file} cannot be read: ${error instanceof Error ? error.message : error}`,
    ]);
  }
}

function scaled(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : Math.round(value * factor);
}

/** Nothing, where there is nothing to say. */
function given<Name extends string, Value>(name: Name, value: Value | undefined): { [key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [key in Name]: Value });
}
