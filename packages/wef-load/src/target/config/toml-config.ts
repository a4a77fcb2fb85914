import { parse, TomlError } from 'smol-toml';
import { z } from 'zod';
import { CollectorConfigError, type StoreOptions } from '../collector-options.js';

const MEBIBYTE = 1_048_576;

/** The original writes numbers in headers as text. */
const numeral = z
  .string()
  .regex(/^\d+(?:\.\d+)?$/)
  .transform(Number);
const amount = (least: number) =>
  z
    .union([z.number(), numeral], { error: 'must be a number' })
    .pipe(z.number().min(least, `must be at least ${least}`));

const headersSchema = z.strictObject({
  endpoint: z.url({ protocol: /^https?$/, error: 'must be a URL with http:// or https://' }).optional(),
  region: z.string().min(1).optional(),
  'max-size-mb': amount(1).optional(),
  'flush-interval-secs': amount(0.001).optional(),
  'buffer-path': z.string().min(1).optional(),
});

const destinationSchema = z.strictObject({
  name: z.string().min(1),
  url: z
    .string()
    .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/.*)?$/, 'must be s3://bucket or s3://bucket/prefix'),
  protocol: z.enum(['http', 'https', 's3']).optional(),
  enabled: z.boolean().optional(),
  headers: headersSchema.optional(),
});

const fileSchema = z.strictObject({
  forwarding: z.strictObject({
    // Both are the original's: here the buffer is bounded in bytes, and an upload is repeated until it succeeds.
    buffer_size: z.int().min(1, 'must be at least 1').optional(),
    retry_attempts: z.int().min(0, 'must be at least 0').optional(),
    destinations: z.array(destinationSchema).min(1, 'must have a destination'),
  }),
});

/**
 * The options that a configuration file of the original server's form gives: `[forwarding]` with one enabled destination.
 *
 * @throws CollectorConfigError with every problem, each with the file and the key or the place
 */
export function storeFromToml(text: string, file: string): StoreOptions {
  const parsed = fileSchema.safeParse(parseToml(text, file));
  if (!parsed.success) {
    throw new CollectorConfigError(
      parsed.error.issues.flatMap((issue) => {
        const at = keyText(issue.path);
        if (issue.code !== 'unrecognized_keys') return [`${file}: ${at}: ${issue.message}`];
        return issue.keys.map((key) => `${file}: ${keyText([...issue.path, key])}: there is no such key`);
      }),
    );
  }
  const enabled = parsed.data.forwarding.destinations.filter((destination) => destination.enabled ?? true);
  const [destination] = enabled;
  if (destination === undefined || enabled.length > 1) {
    const found = enabled.map(({ name }) => name).join(', ') || 'none';
    throw new CollectorConfigError([
      `${file}: forwarding.destinations: one must be enabled, and there is ${found}`,
    ]);
  }
  return storeOf(destination);
}

function storeOf({ url, headers = {} }: z.infer<typeof destinationSchema>): StoreOptions {
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(url) ?? [];
  const sizeMb = headers['max-size-mb'];
  const seconds = headers['flush-interval-secs'];
  const { endpoint, region } = headers;
  return {
    bucket: bucket!,
    prefix,
    s3: { endpoint: endpoint ?? null, ...(region === undefined ? {} : { region }) },
    ...(sizeMb === undefined ? {} : { maxFileBytes: Math.round(sizeMb * MEBIBYTE) }),
    ...(seconds === undefined ? {} : { flushIntervalMs: Math.round(seconds * 1000) }),
    ...(headers['buffer-path'] === undefined ? {} : { bufferPath: headers['buffer-path'] }),
  };
}

function parseToml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [what] = error.message.split('\n');
    throw new CollectorConfigError([`${file}:${error.line}:${error.column}: ${what}`]);
  }
}

/** `forwarding.destinations[0].headers.max-size-mb` */
function keyText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}
