import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { BYTES_PER_MB } from './settings.js';

const SOURCE = 's3-ingest';
const ID_CHARACTERS = 16;
const NEWLINE = 0x0a;
/** Divides the pattern. */
const CHUNK_BYTES = 65_536;
const FILLER = 'abcdefghijklmnopqrstuvwxyz0123456789';

export interface EventsOptions {
  readonly count: number;
  /** Bytes of each line, its newline included; from 256. */
  readonly eventBytes: number;
  readonly nowMs: number;
  /** Source of the event ids: bytes for each of them. */
  readonly random?: (bytes: number) => Buffer;
}

/**
 * NDJSON of `count` events, each an object of `timestamp`, `event_id` (16 characters), `source` and `data`, which fills the line
 * up to exactly `eventBytes`. One buffer is allocated and written once: O(count × eventBytes).
 */
export function eventsPayload({ count, eventBytes, nowMs, random = randomBytes }: EventsOptions): Buffer {
  const timestamp = new Date(nowMs).toISOString();
  const template = eventTemplate(timestamp, eventBytes);
  const idAt = template.indexOf('0'.repeat(ID_CHARACTERS));
  const ids = random((count * ID_CHARACTERS) / 2).toString('hex');
  const payload = Buffer.alloc(count * eventBytes, template);
  for (let event = 0; event < count; event++) {
    const id = ids.slice(event * ID_CHARACTERS, (event + 1) * ID_CHARACTERS);
    payload.write(id, event * eventBytes + idAt, 'latin1');
  }
  return payload;
}

function eventTemplate(timestamp: string, eventBytes: number): Buffer {
  const event = { timestamp, event_id: '0'.repeat(ID_CHARACTERS), source: SOURCE, data: '' };
  const fillerBytes = eventBytes - 1 - JSON.stringify(event).length;
  const data = FILLER.repeat(Math.ceil(fillerBytes / FILLER.length)).slice(0, fillerBytes);
  const line = Buffer.alloc(eventBytes, JSON.stringify({ ...event, data }), 'latin1');
  line[eventBytes - 1] = NEWLINE;
  return line;
}

/** The 1 MB that a batch object repeats: 1024 events of 1024 bytes, so that the object is NDJSON too. */
export function batchPattern(nowMs: number): Buffer {
  return eventsPayload({ count: 1024, eventBytes: BYTES_PER_MB / 1024, nowMs });
}

/**
 * The pattern, over and over, as a stream of `objectBytes`. Every chunk is a view of the same memory, so a stream of any length holds one pattern.
 * Chunks are as long as those of a file: lib-storage joins them to parts and keeps what overlaps, which chunks of 1 MB would make 1 MB a part.
 */
export function repeatingStream(pattern: Buffer, objectBytes: number): Readable {
  return Readable.from(repeat(pattern, objectBytes), { objectMode: true, highWaterMark: 1 });
}

function* repeat(pattern: Buffer, objectBytes: number): Generator<Buffer> {
  for (let at = 0; at < objectBytes; at += CHUNK_BYTES) {
    const from = at % pattern.length;
    yield pattern.subarray(from, from + Math.min(CHUNK_BYTES, objectBytes - at));
  }
}
