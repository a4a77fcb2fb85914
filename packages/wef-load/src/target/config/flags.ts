import { parseArgs } from 'node:util';
import {
  CollectorConfigError,
  type S3Destination,
  type StoreOptions,
  type WefCollectorOptions,
} from './collector-options.js';

const OPTIONS = {
  port: { type: 'string' },
  'no-store': { type: 'boolean' },
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

const MEBIBYTE = 1_048_576;
type Values = { readonly [name in keyof typeof OPTIONS]?: string | boolean };

/** The options of a collector by the flags of its program, and of S3's credentials by the environment. @throws CollectorConfigError */
export async function readFlags(
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<WefCollectorOptions> {
  const values = parsed(args);
  return {
    ...optional('port', number(values, 'port')),
    store: values['no-store'] === true ? false : storeOf(values, env),
  };
}

function parsed(args: readonly string[]): Values {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
  } catch (error) {
    throw new CollectorConfigError([error instanceof Error ? error.message : String(error)]);
  }
}

function storeOf(values: Values, env: NodeJS.ProcessEnv): StoreOptions {
  const seconds = number(values, 'flush-interval-secs');
  const sizeMb = number(values, 'max-size-mb');
  const bufferMb = number(values, 'max-buffer-mb');
  return {
    ...optional('s3', s3Of(values, env)),
    ...optional('bucket', text(values, 'bucket')),
    ...optional('prefix', text(values, 'prefix')),
    ...optional('bufferPath', text(values, 'buffer-path')),
    ...optional('workers', number(values, 'workers')),
    ...optional('maxFileBytes', sizeMb === undefined ? undefined : sizeMb * MEBIBYTE),
    ...optional('maxBufferBytes', bufferMb === undefined ? undefined : bufferMb * MEBIBYTE),
    ...optional('flushIntervalMs', seconds === undefined ? undefined : Math.round(seconds * 1000)),
    ...(values.fsync === true ? { fsync: true } : {}),
  };
}

function s3Of(values: Values, env: NodeJS.ProcessEnv): 'embedded' | S3Destination | undefined {
  const endpoint = text(values, 's3');
  if (endpoint === undefined || endpoint === 'embedded') return endpoint;
  return {
    endpoint: endpoint === 'aws' ? null : endpoint,
    ...optional('region', text(values, 'region') ?? env.AWS_REGION),
    ...optional('accessKeyId', env.AWS_ACCESS_KEY_ID),
    ...optional('secretAccessKey', env.AWS_SECRET_ACCESS_KEY),
  };
}

function text(values: Values, name: keyof Values): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

function number(values: Values, name: keyof Values): number | undefined {
  const value = text(values, name);
  return value === undefined ? undefined : Number(value === '' ? Number.NaN : value);
}

/** Nothing, where there is nothing to say. */
function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { [key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [key in Name]: Value });
}
