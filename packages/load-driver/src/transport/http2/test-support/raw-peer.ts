import { createServer, type Socket } from 'node:net';
import { encodeHeaderBlock } from '../../hpack/encoder.js';
import { listen } from '../../test-support/peer.js';
import {
  ACK,
  DATA,
  END_HEADERS,
  END_STREAM,
  FRAME_HEADER_BYTES,
  GOAWAY,
  HEADERS,
  PREFACE,
  RST_STREAM,
  readUint31,
  SETTINGS,
  WINDOW_UPDATE,
  writeFrameHeader,
} from '../protocol.js';

/** A frame as a raw server sees it. */
export interface SeenFrame {
  readonly type: number;
  readonly flags: number;
  readonly id: number;
  readonly payload: Buffer;
}

/** One connection of a raw server. */
export interface RawConnection {
  readonly socket: Socket;
  /** Counts from 0. */
  readonly number: number;
  /** Everything received so far. */
  readonly seen: SeenFrame[];
}

/** What a raw server does. Without `onPreface` it sends empty SETTINGS and acknowledges those of the client. */
export interface RawScript {
  onPreface?(connection: RawConnection): unknown;
  /** A request has been received in full. `request` counts over all connections, from 0. */
  onRequest?(connection: RawConnection, id: number, request: number): unknown;
  onFrame?(connection: RawConnection, frame: SeenFrame): unknown;
}

/** A server that speaks HTTP/2 as the test wants it to: frames in, any bytes out. */
export async function rawHttp2Peer(script: RawScript) {
  const connections: RawConnection[] = [];
  let requests = 0;
  const peer = await listen(
    createServer((socket) => {
      const connection: RawConnection = { socket, number: connections.length, seen: [] };
      connections.push(connection);
      socket.on('error', () => {});
      let bytes = Buffer.alloc(0);
      let greeted = false;
      socket.on('data', (data) => {
        bytes = Buffer.concat([bytes, data]);
        if (!greeted && bytes.length >= PREFACE.length) {
          greeted = true;
          if (!bytes.subarray(0, PREFACE.length).equals(PREFACE)) throw new Error('this is not the preface');
          bytes = bytes.subarray(PREFACE.length);
          if (script.onPreface) script.onPreface(connection);
          else socket.write(Buffer.concat([frame(SETTINGS, 0, 0), frame(SETTINGS, ACK, 0)]));
        }
        while (greeted && bytes.length >= FRAME_HEADER_BYTES) {
          const end = FRAME_HEADER_BYTES + bytes.readUIntBE(0, 3);
          if (bytes.length < end) break;
          const seen = {
            type: bytes[3]!,
            flags: bytes[4]!,
            id: readUint31(bytes, 5),
            payload: bytes.subarray(FRAME_HEADER_BYTES, end),
          };
          bytes = bytes.subarray(end);
          connection.seen.push(seen);
          script.onFrame?.(connection, seen);
          if (seen.id > 0 && seen.type <= HEADERS && (seen.flags & END_STREAM) !== 0) {
            script.onRequest?.(connection, seen.id, requests++);
          }
        }
      });
    }),
  );
  return { ...peer, connections };
}

/** Any frame. */
export function frame(
  type: number,
  flags: number,
  id: number,
  payload: Uint8Array = new Uint8Array(0),
): Buffer {
  const bytes = Buffer.alloc(FRAME_HEADER_BYTES + payload.length);
  writeFrameHeader(bytes, 0, payload.length, type, flags, id);
  bytes.set(payload, FRAME_HEADER_BYTES);
  return bytes;
}

export function headersFrame(id: number, fields: [string, string][], flags = END_HEADERS): Buffer {
  return frame(HEADERS, flags, id, encodeHeaderBlock(fields, true));
}

/** An answer of status 200 with this body. */
export function answerTo(id: number, body = 'good'): Buffer {
  return Buffer.concat([
    headersFrame(id, [
      [':status', '200'],
      ['server', 'raw'],
    ]),
    frame(DATA, END_STREAM, id, Buffer.from(body)),
  ]);
}

/** The answer of a gRPC call with this message. */
export function grpcAnswerTo(id: number, message = 'good'): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([
    headersFrame(id, [
      [':status', '200'],
      ['content-type', 'application/grpc'],
    ]),
    frame(DATA, 0, id, Buffer.concat([prefix, Buffer.from(message)])),
    headersFrame(id, [['grpc-status', '0']], END_HEADERS | END_STREAM),
  ]);
}

/** A header block that says this, without frames around it. */
export const blockOf = (...fields: [string, string][]): Uint8Array => encodeHeaderBlock(fields, true);

export function uint32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, 4 * i);
  return bytes;
}

export const resetFrame = (id: number, code: number): Buffer => frame(RST_STREAM, 0, id, uint32(code));
export const goAwayFrame = (lastId: number, code: number, debug = ''): Buffer =>
  frame(GOAWAY, 0, 0, Buffer.concat([uint32(lastId, code), Buffer.from(debug)]));
export const windowFrame = (id: number, increment: number): Buffer =>
  frame(WINDOW_UPDATE, 0, id, uint32(increment));

export function settingsFrame(...settings: [id: number, value: number][]): Buffer {
  return frame(
    SETTINGS,
    0,
    0,
    Buffer.concat(
      settings.map(([id, value]) => Buffer.concat([Buffer.from([id >> 8, id & 0xff]), uint32(value)])),
    ),
  );
}

/** The first request is answered with these bytes, every later one properly. */
export function answersFirst(bytes: (id: number, connection: RawConnection) => Uint8Array | 'end' | 'reset') {
  return rawHttp2Peer({
    onRequest: (connection, id, request) => {
      if (request > 0) connection.socket.write(answerTo(id));
      else {
        const answer = bytes(id, connection);
        if (answer === 'end') connection.socket.end();
        else if (answer === 'reset') connection.socket.resetAndDestroy();
        else connection.socket.write(answer);
      }
    },
  });
}
