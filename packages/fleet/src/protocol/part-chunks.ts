import { gunzipSync, gzipSync } from 'node:zlib';
import { type TrialRecord, trialRecordSchema } from '@benchwright/result-schema';
import { openEnvelope, sealEnvelope } from './envelope.js';

/** The largest string that is sent to Redis: other clients wait while it is copied. */
export const CHUNK_CHARS = 256 * 1024;

/** Names the slice that a part is of, so that a part cannot stand in for another. */
export interface PartPlace {
  readonly attempt: string;
  readonly index: number;
  readonly agent: string;
}

/** A record and what makes its place, signed, compressed and cut into chunks of at most `CHUNK_CHARS` characters. */
export function partChunks(
  part: PartPlace & { readonly record: TrialRecord; readonly about: unknown },
  secret: string,
  expiresAtMs: number,
): string[] {
  const packed = gzipSync(sealEnvelope('part', part, secret, expiresAtMs), { level: 1 }).toString('base64');
  const chunks: string[] = [];
  for (let from = 0; from < packed.length; from += CHUNK_CHARS) {
    chunks.push(packed.slice(from, from + CHUNK_CHARS));
  }
  return chunks;
}

/**
 * The record that chunks hold, checked against the schema of records.
 *
 * @throws FleetError when the signature is wrong; an error naming the place when it is another's part or no record
 */
export function readPart(
  chunks: readonly string[],
  place: Omit<PartPlace, 'agent'>,
  secret: string,
  nowMs: number,
): { readonly agent: string; readonly record: TrialRecord; readonly about: unknown } {
  const text = gunzipSync(Buffer.from(chunks.join(''), 'base64'), {
    maxOutputLength: LARGEST_PART,
  }).toString();
  const body = openEnvelope('part', text, secret, nowMs).body as Partial<Record<string, unknown>>;
  if (body.attempt !== place.attempt || body.index !== place.index || typeof body.agent !== 'string') {
    throw new Error(`a part of another trial was sent for slice ${place.index + 1}`);
  }
  return { agent: body.agent, record: trialRecordSchema.parse(body.record), about: body.about };
}

/** A record of ten hours with a histogram of every second is a quarter of this. */
const LARGEST_PART = 512 * 1024 * 1024;
