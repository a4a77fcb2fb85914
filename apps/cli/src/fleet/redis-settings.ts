import { readFile } from 'node:fs/promises';
import type { RedisSettings } from '@benchwright/fleet';
import { FileError } from '@benchwright/result-schema';
import type { EnvironmentVariables } from '../output/streams.js';

/**
 * Where Redis is, from a flag and the environment: a password in BENCHWRIGHT_REDIS_PASSWORD stands in no list of processes.
 *
 * @throws FleetError ERR_REDIS_URL; FileError for a certificate that cannot be read
 */
export async function redisSettings(
  text: string,
  caFile: string | undefined,
  env: EnvironmentVariables,
): Promise<RedisSettings> {
  const { parseRedisUrl } = await import('@benchwright/fleet');
  const url = parseRedisUrl(text);
  const password = env.BENCHWRIGHT_REDIS_PASSWORD;
  if (url.password === '' && password !== undefined) url.password = encodeURIComponent(password);
  return { url: url.href, ...(caFile === undefined ? {} : { ca: await readCa(caFile) }) };
}

async function readCa(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new FileError('ERR_NO_SUCH_FILE', file, `cannot read ${file}, which --redis-ca names`, { cause });
  }
}
