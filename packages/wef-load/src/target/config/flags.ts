import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { CollectorConfigError, type WefCollectorOptions } from '../collector-options.js';
import { type CollectorSettings, collectorOptions } from './settings.js';

const OPTIONS = {
  port: { type: 'string' },
  'tls-port': { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'tls-ca': { type: 'string' },
  'no-store': { type: 'boolean' },
  config: { type: 'string' },
  s3: { type: 'string' },
  bucket: { type: 'string' },
  prefix: { type: 'string' },
  region: { type: 'string' },
  'max-size-mb': { type: 'string' },
  'flush-interval-secs': { type: 'string' },
  'buffer-path': { type: 'string' },
  'max-buffer-mb': { type: 'string' },
  workers: { type: 'string' },
  fsync: { type: 'boolean' },
} as const;

type Values = { readonly [name in keyof typeof OPTIONS]?: string | boolean };

/** The options of a collector by the flags of its program, and of S3's credentials by the environment. @throws CollectorConfigError */
export async function readFlags(
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<WefCollectorOptions> {
  const values = parsed(args);
  const numbers = [
    'port',
    'tls-port',
    'max-size-mb',
    'flush-interval-secs',
    'max-buffer-mb',
    'workers',
  ] as const;
  const [port, tlsPort, maxSizeMb, flushIntervalSecs, maxBufferMb, workers] = numbers.map((name) =>
    number(values, name),
  );
  const settings: CollectorSettings = {
    port,
    tlsPort,
    maxSizeMb,
    flushIntervalSecs,
    maxBufferMb,
    workers,
    tlsCert: text(values, 'tls-cert'),
    tlsKey: text(values, 'tls-key'),
    tlsCa: text(values, 'tls-ca'),
    noStore: values['no-store'] === true,
    config: text(values, 'config'),
    s3: text(values, 's3'),
    bucket: text(values, 'bucket'),
    prefix: text(values, 'prefix'),
    region: text(values, 'region'),
    bufferPath: text(values, 'buffer-path'),
    fsync: values.fsync === true,
  };
  return await collectorOptions(settings, env, (file) => readFile(file, 'utf8'));
}

function parsed(args: readonly string[]): Values {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
  } catch (error) {
    throw new CollectorConfigError([error instanceof Error ? error.message : String(error)]);
  }
}

function text(values: Values, name: keyof Values): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

function number(values: Values, name: keyof Values): number | undefined {
  const value = text(values, name);
  if (value === undefined) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(value)) return Number(value);
  throw new CollectorConfigError([`--${name} must be a number, not "${value}"`]);
}
