import type { Outbox } from './outbox.js';
import {
  ACK,
  FRAME_HEADER_BYTES,
  GOAWAY,
  PING,
  PREFACE,
  RST_STREAM,
  SETTINGS,
  WINDOW_UPDATE,
  writeFrameHeader,
  writeUint32,
} from './protocol.js';

const PING_BYTES = 8;
const SETTING_BYTES = 6;

/** Whoever has an outbox, and says whether there is room in it. */
export interface ControlRoom {
  controlRoom(length: number): Outbox | undefined;
}

/** One setting: its id and its value. */
export type Setting = readonly [id: number, value: number];

/** Every function here returns whether there was room for its frame. */
export function writePreface(to: ControlRoom, settings: readonly Setting[]): boolean {
  const length = settings.length * SETTING_BYTES;
  const outbox = to.controlRoom(PREFACE.length + FRAME_HEADER_BYTES + length);
  if (outbox === undefined) return false;
  outbox.bytes.set(PREFACE, outbox.used);
  let at = writeFrameHeader(outbox.bytes, outbox.used + PREFACE.length, length, SETTINGS, 0, 0);
  for (const [id, value] of settings) {
    outbox.bytes[at] = id >>> 8;
    outbox.bytes[at + 1] = id;
    writeUint32(outbox.bytes, at + 2, value);
    at += SETTING_BYTES;
  }
  outbox.used = at;
  return true;
}

export function writeSettingsAck(to: ControlRoom): boolean {
  const outbox = to.controlRoom(FRAME_HEADER_BYTES);
  if (outbox === undefined) return false;
  outbox.used = writeFrameHeader(outbox.bytes, outbox.used, 0, SETTINGS, ACK, 0);
  return true;
}

export function writePingAck(to: ControlRoom, payload: Uint8Array, from: number): boolean {
  const outbox = to.controlRoom(FRAME_HEADER_BYTES + PING_BYTES);
  if (outbox === undefined) return false;
  const at = writeFrameHeader(outbox.bytes, outbox.used, PING_BYTES, PING, ACK, 0);
  for (let i = 0; i < PING_BYTES; i++) outbox.bytes[at + i] = payload[from + i]!;
  outbox.used = at + PING_BYTES;
  return true;
}

export function writeWindowUpdate(to: ControlRoom, id: number, increment: number): boolean {
  return writeNumber(to, WINDOW_UPDATE, id, increment);
}

export function writeReset(to: ControlRoom, id: number, code: number): boolean {
  return writeNumber(to, RST_STREAM, id, code);
}

export function writeGoAway(to: ControlRoom, code: number): boolean {
  const outbox = to.controlRoom(FRAME_HEADER_BYTES + 8);
  if (outbox === undefined) return false;
  const at = writeFrameHeader(outbox.bytes, outbox.used, 8, GOAWAY, 0, 0);
  // The last stream of the server that was worked on: there are none, because it may not push.
  writeUint32(outbox.bytes, at, 0);
  writeUint32(outbox.bytes, at + 4, code);
  outbox.used = at + 8;
  return true;
}

function writeNumber(to: ControlRoom, type: number, id: number, value: number): boolean {
  const outbox = to.controlRoom(FRAME_HEADER_BYTES + 4);
  if (outbox === undefined) return false;
  const at = writeFrameHeader(outbox.bytes, outbox.used, 4, type, 0, id);
  writeUint32(outbox.bytes, at, value);
  outbox.used = at + 4;
  return true;
}
