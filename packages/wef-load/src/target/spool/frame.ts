import { crc32 } from 'node:zlib';
import type { AcceptedBatch } from '../receive/batch-sink.js';

/** Bytes of a frame before its subscription and its events. */
export const FRAME_HEAD_BYTES = 32;

const MAGIC = 0x31_46_45_57; // WEF1
const AT = { magic: 0, payload: 4, crc: 8, events: 12, receivedAt: 16, flags: 24, subscription: 26 } as const;
const WRAPPED = 1;
const HAS_SUBSCRIPTION = 2;

/** One batch as it lies in the spool. */
export interface Frame {
  readonly events: number;
  readonly receivedAtMs: number;
  readonly wrapped: boolean;
  readonly subscriptionId: string | null;
  /** The events lie from here to `end` of the buffer that was read. */
  readonly start: number;
  readonly end: number;
}

/**
 * A batch as the buffers to write. The checksum is of everything else, so that what a power cut left is told from what was written; it runs at
 * several GB/s.
 */
export function encodeFrame(batch: AcceptedBatch): Buffer[] {
  const { body, start, end, events, wrapped, subscriptionId, receivedAtMs } = batch;
  const subscription = Buffer.from(subscriptionId ?? '', 'utf8');
  const head = Buffer.alloc(FRAME_HEAD_BYTES);
  const payload = body.subarray(start, end);
  head.writeUInt32LE(MAGIC, AT.magic);
  head.writeUInt32LE(payload.length, AT.payload);
  head.writeUInt32LE(events, AT.events);
  head.writeDoubleLE(receivedAtMs, AT.receivedAt);
  head.writeUInt16LE((wrapped ? WRAPPED : 0) | (subscriptionId === null ? 0 : HAS_SUBSCRIPTION), AT.flags);
  head.writeUInt16LE(subscription.length, AT.subscription);
  head.writeUInt32LE(checksum(head, subscription, payload), AT.crc);
  return [head, subscription, payload];
}

/**
 * The frame at `at` of what was read of a spool; undefined if it is not whole there, 'broken' if it never will be.
 */
export function decodeFrame(bytes: Buffer, at: number): Frame | 'broken' | undefined {
  if (bytes.length - at < FRAME_HEAD_BYTES) return undefined;
  const head = bytes.subarray(at, at + FRAME_HEAD_BYTES);
  if (head.readUInt32LE(AT.magic) !== MAGIC) return 'broken';
  const start = at + FRAME_HEAD_BYTES + head.readUInt16LE(AT.subscription);
  const end = start + head.readUInt32LE(AT.payload);
  if (end > bytes.length) return undefined;
  const subscription = bytes.subarray(at + FRAME_HEAD_BYTES, start);
  if (head.readUInt32LE(AT.crc) !== checksum(head, subscription, bytes.subarray(start, end))) return 'broken';
  const flags = head.readUInt16LE(AT.flags);
  return {
    events: head.readUInt32LE(AT.events),
    receivedAtMs: head.readDoubleLE(AT.receivedAt),
    wrapped: (flags & WRAPPED) !== 0,
    subscriptionId: (flags & HAS_SUBSCRIPTION) === 0 ? null : subscription.toString('utf8'),
    start,
    end,
  };
}

/** How many bytes the frame at `at` has, as far as its head tells; undefined if that is not there. */
export function frameLength(bytes: Buffer, at: number): number | undefined {
  if (bytes.length - at < FRAME_HEAD_BYTES) return undefined;
  return FRAME_HEAD_BYTES + bytes.readUInt16LE(at + AT.subscription) + bytes.readUInt32LE(at + AT.payload);
}

function checksum(head: Buffer, subscription: Buffer, payload: Buffer): number {
  const before = crc32(head.subarray(0, AT.crc));
  return crc32(payload, crc32(subscription, crc32(head.subarray(AT.events), before)));
}
