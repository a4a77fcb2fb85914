import { onOff, text, wholeNumber } from '../spec/option-spec.js';
import type { TargetEntry } from './registry.js';

const HIGHEST_PORT = 65_535;
/** Where Windows machines look for a collector. */
const WEF_PORT = 5985;

/** The reference collector of Windows events. */
export const wefTarget: TargetEntry = {
  name: 'wef',
  title: 'Start a collector of Windows events that keeps them as Parquet files in S3',
  options: {
    port: wholeNumber('--port <port>', 'port to listen on; 0 takes a free one', {
      most: HIGHEST_PORT,
      otherwise: String(WEF_PORT),
    }),
    tlsPort: wholeNumber('--tls-port <port>', 'a second port, for clients that show a certificate', {
      most: HIGHEST_PORT,
      otherwise: 'none',
    }),
    tlsCert: text('--tls-cert <file>', 'certificate of that port, PEM', { takesFile: true }),
    tlsKey: text('--tls-key <file>', 'key of the certificate, PEM', { takesFile: true }),
    tlsCa: text('--tls-ca <file>', "authority that signed the clients' certificates, PEM", {
      takesFile: true,
    }),
    noStore: onOff('--no-store', 'receive, check and count, and keep nothing'),
    config: text('--config <file>', 'a TOML file of the original server: [forwarding] with a destination', {
      takesFile: true,
    }),
    s3: text('--s3 <url>', 'where files go: embedded, aws, or the URL of an endpoint', {
      otherwise: 'embedded',
    }),
    bucket: text('--bucket <name>', 'their bucket', { otherwise: 'wef-events' }),
    prefix: text('--prefix <path>', 'before event_type=… in every key', { otherwise: 'none' }),
    region: text('--region <name>', "the bucket's region", {
      environment: 'AWS_REGION',
      otherwise: 'us-east-1',
    }),
    accessKeyId: text('--access-key-id <id>', 'the access key of an endpoint', {
      environment: 'AWS_ACCESS_KEY_ID',
    }),
    secretAccessKey: text('--secret-access-key <secret>', 'its secret', {
      environment: 'AWS_SECRET_ACCESS_KEY',
    }),
    maxSizeMb: wholeNumber('--max-size-mb <MiB>', 'close a Parquet file before it is larger', {
      least: 1,
      otherwise: '100',
    }),
    flushIntervalSecs: wholeNumber('--flush-interval-secs <seconds>', 'finish all files so often', {
      least: 1,
      otherwise: '5',
    }),
    bufferPath: text('--buffer-path <folder>', 'where events wait on disk, and are found after a crash', {
      takesFile: true,
      otherwise: 'a folder that is removed at the end',
    }),
    maxBufferMb: wholeNumber('--max-buffer-mb <MiB>', 'refuse batches with 503 while so much waits', {
      least: 1,
      otherwise: '2048',
    }),
    workers: wholeNumber('--workers <count>', 'threads that make Parquet files', {
      least: 1,
      otherwise: 'one per core but one',
    }),
    fsync: onOff('--fsync', 'acknowledge only what a power cut leaves too'),
  },
  start: async ({ accessKeyId, secretAccessKey, noStore, ...given }) => {
    const { announced, collectorOptions, startWefCollector } = await import('@benchwright/wef-load');
    const { readFile } = await import('node:fs/promises');
    const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    const environment = Object.fromEntries(
      Object.entries(keys).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
    // Commander says false for a --no-… that was given. The other values have the types and the names of the settings.
    const settings = { ...given, noStore: noStore === false };
    const options = await collectorOptions(settings, environment, (file) => readFile(file, 'utf8'));
    return announced(await startWefCollector(options));
  },
};
