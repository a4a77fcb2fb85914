import type { Redis } from 'ioredis';
import type { CrewKeys } from '../protocol/keys.js';
import { aboutSchema } from '../protocol/messages.js';
import { readPart } from '../protocol/part-chunks.js';
import type { Part } from './merge-trial.js';

/** So many chunks are fetched with one command: 1 MiB. */
const CHUNKS_AT_ONCE = 4;

export interface CollectOptions {
  readonly redis: Redis;
  readonly keys: CrewKeys;
  readonly attempt: string;
  readonly secret: string;
  readonly nowMs: number;
}

/** The parts of an attempt that were handed in, of these slices; those that were not are left out. Each is removed when it has been read. */
export async function collectParts(options: CollectOptions, indices: readonly number[]): Promise<Part[]> {
  const parts: Part[] = [];
  for (const index of indices) {
    const part = await collectPart(options, index);
    if (part !== null) parts.push(part);
  }
  return parts;
}

async function collectPart(
  { redis, keys, attempt, secret, nowMs }: CollectOptions,
  index: number,
): Promise<Part | null> {
  const key = keys.part(attempt, index);
  const chunks: string[] = [];
  for (;;) {
    const some = await redis.lrange(key, chunks.length, chunks.length + CHUNKS_AT_ONCE - 1);
    chunks.push(...some);
    if (some.length < CHUNKS_AT_ONCE) break;
  }
  if (chunks.length === 0) return null;
  const { agent, record, about } = readPart(chunks, { attempt, index }, secret, nowMs);
  await redis.unlink(key);
  return { agent, index, record, about: aboutSchema.parse(about) };
}
