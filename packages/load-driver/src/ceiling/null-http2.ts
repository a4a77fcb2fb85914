import type { Socket } from 'node:net';
import {
  ACK,
  DATA,
  END_HEADERS,
  END_STREAM,
  FRAME_HEADER_BYTES,
  FRAME_PAYLOAD_BYTES,
  HEADERS,
  MOST_WINDOW,
  PREFACE,
  SETTINGS,
  WINDOW_UPDATE,
  writeFrameHeader,
  writeUint32,
} from '../transport/http2/protocol.js';
import { INITIAL_WINDOW_SIZE, SETTING_BYTES } from '../transport/http2/settings.js';

/** RFC 7541: `:status: 200` from the static table; then literals that are not indexed, names 31 and 26 of that table or spelled out. */
const STATUS_200 = Buffer.of(0x88);
const GRPC_TYPE = Buffer.concat([Buffer.of(0x0f, 0x10, 16), Buffer.from('application/grpc')]);
const GRPC_STATUS_0 = Buffer.concat([
  Buffer.of(0, 11),
  Buffer.from('grpc-status'),
  Buffer.of(1),
  Buffer.from('0'),
]);
const GRPC_PREFIX_BYTES = 5;

/** Answers that are longer in all go out one by one. */
const BATCH_BYTES = 1 << 20;
/** The client's window for what it sends is filled up after so many bytes. */
const REPLENISH_BYTES = 2 ** 30;

/**
 * Answers each request with the same prepared frames. Of what comes in it reads frame headers alone: where a frame ends, and whether
 * its stream does. It keeps no windows of its own (see `MOST_UNDER_WAY_BYTES`).
 */
export function http2Answers(protocol: 'http2' | 'grpc', bodyBytes: number): (socket: Socket) => void {
  const answer = preparedAnswer(protocol, bodyBytes);
  return (socket) => {
    const ended: number[] = [];
    const scan = createScanner(ended);
    let received = 0;
    socket.write(greeting());
    socket.on('data', (chunk) => {
      scan(chunk);
      received += chunk.length;
      if (received >= REPLENISH_BYTES) {
        socket.write(windowUpdate(received));
        received = 0;
      }
      if (ended.length === 0) return;
      const perBatch = Math.max(1, Math.floor(BATCH_BYTES / answer.bytes.length));
      for (let from = 0; from < ended.length; from += perBatch) {
        socket.write(rendered(answer, ended, from, Math.min(ended.length, from + perBatch)));
      }
      ended.length = 0;
    });
  };
}

/** Collects the ids of streams that the client has ended, whichever way the bytes are cut into chunks. */
function createScanner(ended: number[]): (chunk: Uint8Array) => void {
  const header = new Uint8Array(FRAME_HEADER_BYTES);
  let known = 0;
  let skip = PREFACE.length;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (skip > 0) {
        const step = Math.min(skip, chunk.length - at);
        skip -= step;
        at += step;
        continue;
      }
      header[known++] = chunk[at++]!;
      if (known < FRAME_HEADER_BYTES) continue;
      known = 0;
      skip = (header[0]! << 16) | (header[1]! << 8) | header[2]!;
      if (header[3]! <= HEADERS && (header[4]! & END_STREAM) !== 0) {
        ended.push(((header[5]! & 0x7f) << 24) | (header[6]! << 16) | (header[7]! << 8) | header[8]!);
      }
    }
  };
}

interface PreparedAnswer {
  readonly bytes: Uint8Array;
  /** Where the stream ids go. */
  readonly ids: readonly number[];
}

function preparedAnswer(protocol: 'http2' | 'grpc', bodyBytes: number): PreparedAnswer {
  if (protocol === 'http2') {
    const body = Buffer.alloc(bodyBytes, 'x');
    return joined([
      frame(HEADERS, END_HEADERS | (bodyBytes === 0 ? END_STREAM : 0), STATUS_200),
      ...data(body, END_STREAM),
    ]);
  }
  const message = Buffer.alloc(GRPC_PREFIX_BYTES + bodyBytes);
  writeUint32(message, 1, bodyBytes);
  return joined([
    frame(HEADERS, END_HEADERS, Buffer.concat([STATUS_200, GRPC_TYPE])),
    ...data(message, 0),
    frame(HEADERS, END_HEADERS | END_STREAM, GRPC_STATUS_0),
  ]);
}

function data(body: Buffer, flagsOfLast: number): Buffer[] {
  const frames: Buffer[] = [];
  for (let from = 0; from < body.length; from += FRAME_PAYLOAD_BYTES) {
    const isLast = from + FRAME_PAYLOAD_BYTES >= body.length;
    frames.push(frame(DATA, isLast ? flagsOfLast : 0, body.subarray(from, from + FRAME_PAYLOAD_BYTES)));
  }
  return frames;
}

function joined(frames: readonly Buffer[]): PreparedAnswer {
  const ids: number[] = [];
  let at = 0;
  for (const { length } of frames) {
    ids.push(at + FRAME_HEADER_BYTES - 4);
    at += length;
  }
  return { bytes: Buffer.concat(frames), ids };
}

/** The answers to some streams, in one buffer. */
function rendered(
  { bytes, ids }: PreparedAnswer,
  streams: readonly number[],
  from: number,
  to: number,
): Buffer {
  const batch = Buffer.allocUnsafe(bytes.length * (to - from));
  for (let i = from; i < to; i++) {
    const at = (i - from) * bytes.length;
    batch.set(bytes, at);
    for (const id of ids) writeUint32(batch, at + id, streams[i]!);
  }
  return batch;
}

/** SETTINGS and acknowledgement (which may come first), and windows as wide as they can be. */
function greeting(): Buffer {
  const setting = Buffer.alloc(SETTING_BYTES);
  setting.writeUInt16BE(INITIAL_WINDOW_SIZE, 0);
  writeUint32(setting, 2, MOST_WINDOW);
  return Buffer.concat([
    frame(SETTINGS, 0, setting),
    frame(SETTINGS, ACK, Buffer.alloc(0)),
    windowUpdate(2 ** 31 - 2 ** 17),
  ]);
}

function windowUpdate(bytes: number): Buffer {
  const increment = Buffer.alloc(4);
  writeUint32(increment, 0, bytes);
  return frame(WINDOW_UPDATE, 0, increment);
}

function frame(type: number, flags: number, payload: Buffer): Buffer {
  const bytes = Buffer.alloc(FRAME_HEADER_BYTES + payload.length);
  const at = writeFrameHeader(bytes, 0, payload.length, type, flags, 0);
  bytes.set(payload, at);
  return bytes;
}
