import { describe, expect, it } from 'vitest';
import { batchPattern, eventsPayload, repeatingStream } from './generators.js';

const NOW_MS = Date.UTC(2026, 10, 21, 7, 30);
const linesOf = (payload: Buffer): string[] => payload.toString('latin1').split('\n').slice(0, -1);

describe('eventsPayload', () => {
  it('writes one JSON object per line, as the study has them', () => {
    const random = (bytes: number): Buffer => Buffer.alloc(bytes, Buffer.from('0123456789abcdef', 'hex'));
    const [line = ''] = linesOf(eventsPayload({ count: 1, eventBytes: 256, nowMs: NOW_MS, random }));
    expect(JSON.parse(line)).toEqual({
      timestamp: '2026-11-21T07:30:00.000Z',
      event_id: '0123456789abcdef',
      source: 's3-ingest',
      data: 'abcdefghijklmnopqrstuvwxyz0123456789'.repeat(5).slice(0, 154),
    });
  });

  it.each([
    [1, 256],
    [10, 1024],
    [100, 8192],
    [7, 777],
  ])('%i events of %i bytes', (count, eventBytes) => {
    const payload = eventsPayload({ count, eventBytes, nowMs: NOW_MS });
    expect(payload.length).toBe(count * eventBytes);
    const lines = linesOf(payload);
    expect(lines.map((line) => line.length + 1)).toEqual(new Array(count).fill(eventBytes));
    const ids = lines.map((line) => (JSON.parse(line) as { event_id: string }).event_id);
    expect(new Set(ids).size).toBe(count);
    expect(ids.every((id) => /^[0-9a-f]{16}$/.test(id))).toBe(true);
  });
});

describe('repeatingStream', () => {
  const pattern = batchPattern(NOW_MS);

  it('repeats a pattern of 1 MB that is NDJSON itself', () => {
    expect(pattern.length).toBe(1_048_576);
    expect(linesOf(pattern)).toHaveLength(1024);
  });

  it.each([0, 1, 1_048_576, 3_000_000])('ends after %i bytes', async (objectBytes) => {
    const chunks: Buffer[] = await repeatingStream(pattern, objectBytes).toArray();
    const content = Buffer.concat(chunks);
    expect(content.length).toBe(objectBytes);
    for (let at = 0; at < objectBytes; at += pattern.length) {
      const piece = content.subarray(at, at + pattern.length);
      expect(piece.equals(pattern.subarray(0, piece.length))).toBe(true);
    }
  });

  it('holds the pattern once, however long the stream', async () => {
    const chunks: Buffer[] = await repeatingStream(pattern, 200 * 1_048_576).toArray();
    expect(new Set(chunks.map((chunk) => chunk.buffer)).size).toBe(1);
  });
});
