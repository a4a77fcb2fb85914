import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { TrialRecord } from '@benchwright/result-schema';
import { beforeAll, describe, expect, it } from 'vitest';
import { virtualRecord } from '../testing/virtual-record.js';
import { sealEnvelope } from './envelope.js';
import { CHUNK_CHARS, partChunks, readPart } from './part-chunks.js';

const SECRET = 'a secret of the tests';
const place = { attempt: 'attempt-1', index: 2 };

let record: TrialRecord;
beforeAll(async () => {
  record = await virtualRecord({ model: 'poisson', ratePerSec: 400, durationNs: 2e9 });
});

const chunksOf = (changes: Partial<{ index: number; about: unknown }> = {}): string[] =>
  partChunks({ ...place, agent: 'a', record, about: { host: 'h' }, ...changes }, SECRET, 1000);

describe('a part', () => {
  it('comes out as it went in', () => {
    expect(readPart(chunksOf(), place, SECRET, 0)).toEqual({ agent: 'a', record, about: { host: 'h' } });
  });

  it('is cut into chunks that are full, but for the last', () => {
    // Noise does not shrink: enough of it for three chunks.
    const chunks = chunksOf({ about: randomBytes(2 * CHUNK_CHARS * 0.75).toString('base64') });
    const lengths = chunks.map(({ length }) => length);
    expect(lengths.slice(0, -1)).toEqual([CHUNK_CHARS, CHUNK_CHARS]);
    expect(lengths.at(-1)).toBeGreaterThan(0);
    expect(lengths.at(-1)).toBeLessThanOrEqual(CHUNK_CHARS);
    expect(readPart(chunks, place, SECRET, 0).record).toEqual(record);
    expect(() => readPart(chunks.slice(0, 2), place, SECRET, 0)).toThrow(/unexpected end/);
  });

  it('cannot stand in for that of another slice or attempt', () => {
    const message = 'a part of another trial was sent for slice 3';
    expect(() => readPart(chunksOf({ index: 1 }), place, SECRET, 0)).toThrow(message);
    const later = { ...place, attempt: 'attempt-2' };
    expect(() => readPart(chunksOf(), later, SECRET, 0)).toThrow(message);
  });

  it('is refused when it is signed by a stranger, too late, or no record', () => {
    expect(() => readPart(chunksOf(), place, 'another secret!!', 0)).toThrow('another secret');
    expect(() => readPart(chunksOf(), place, SECRET, 1001)).toThrow('expired');
    const body = { ...place, agent: 'a', record: { ...record, counts: {} }, about: {} };
    const forged = gzipSync(sealEnvelope('part', body, SECRET, 1000)).toString('base64');
    expect(() => readPart([forged], place, SECRET, 0)).toThrow(/counts/);
  });
});
