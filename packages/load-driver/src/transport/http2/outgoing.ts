import type { Socket } from 'node:net';
import type { CoreConnection, Http2Core } from './http2-core.js';
import { Outbox } from './outbox.js';
import {
  DATA,
  DEFAULT_HEADER_TABLE,
  DEFAULT_WINDOW,
  END_STREAM,
  FRAME_HEADER_BYTES,
  FRAME_PAYLOAD_BYTES,
  MOST_WINDOW,
  writeFrameHeader,
  writeUint32,
} from './protocol.js';
import { SlotQueue } from './slot-queue.js';
import type { StreamIds } from './stream-ids.js';

/** Up to here a loop is quicker than `set`. */
const SHORT_COPY = 32;
/** "From now on the table has no room": RFC 7541 §6.3, with 0. */
const TABLE_SIZE_ZERO = 0x20;
/** A piece of a body smaller than this is not worth a frame of its own while there is more to come. */
const LEAST_PIECE = 1024;

/** The sending side of one connection: builds frames in the outbox and keeps to the server's windows. */
export class Outgoing<Connection extends CoreConnection> {
  readonly ids: StreamIds;
  readonly #core: Http2Core<Connection>;
  readonly #connection: Connection;
  readonly #outbox = new Outbox();
  readonly #firstSlot: number;
  readonly #prefix: number;
  /** Slots with a body, of which more can be sent as soon as the connection's window and the outbox allow. */
  readonly #bodies: SlotQueue;
  /** Slots whose first frame is in the outbox; their time is taken when it is written. */
  readonly #unstamped: Int32Array;
  #unstampedCount = 0;
  #socket: Socket | undefined;
  #dirty = false;
  #connectionWindow = DEFAULT_WINDOW;
  #initialWindow = DEFAULT_WINDOW;
  #owesTableSize = false;
  readonly #onRoom: () => void;

  /**
   * @param firstSlot of the connection; the others follow at the distance of `core.connections`
   * @param onRoom called when the socket has taken what it was given, so that waiting requests may be started
   */
  constructor(
    core: Http2Core<Connection>,
    connection: Connection,
    firstSlot: number,
    ids: StreamIds,
    onRoom: () => void,
  ) {
    this.#core = core;
    this.#connection = connection;
    this.#firstSlot = firstSlot;
    this.ids = ids;
    this.#prefix = core.prefixBytes;
    this.#bodies = new SlotQueue(core.streamsPerConnection, core.connections);
    this.#unstamped = new Int32Array(core.streamsPerConnection);
    this.#onRoom = onRoom;
  }

  /** From now on, frames can be written. */
  attach(socket: Socket): void {
    this.#socket = socket;
  }

  /** Opens a stream and sends the request of a slot, its body as far as the windows allow. False when there is no room for it. */
  start(slot: number): boolean {
    const { streams } = this.#core;
    const { frames, continuations } = streams.headers[slot]!;
    const bodyBytes = this.#prefix + streams.body[slot]!.length;
    const atOnce =
      bodyBytes <= FRAME_PAYLOAD_BYTES &&
      bodyBytes <= this.#connectionWindow &&
      bodyBytes <= this.#initialWindow;
    const needed = frames.length + 1 + (atOnce ? FRAME_HEADER_BYTES + bodyBytes : 0);
    if (!this.#makeRoom(needed)) return false;
    const id = this.ids.claim(slot);
    const { bytes, used } = this.#outbox;
    bytes.set(frames, used);
    writeUint32(bytes, used + 5, id);
    for (let i = 0; i < continuations.length; i++) writeUint32(bytes, used + continuations[i]! + 5, id);
    this.#outbox.used = used + frames.length;
    if (this.#owesTableSize) this.#insertTableSize(used, frames.length);
    streams.streamId[slot] = id;
    streams.bytesOut[slot] = this.#outbox.used - used;
    if (bodyBytes === 0) bytes[used + 4]! |= END_STREAM;
    else if (atOnce) this.#wholeBody(slot, id, bodyBytes);
    else this.#beginBody(slot, bodyBytes);
    if (this.#unstampedCount < this.#unstamped.length) this.#unstamped[this.#unstampedCount++] = slot;
    this.#touch();
    return true;
  }

  /** Sends what the windows and the outbox take of the bodies under way, a frame of each in turn. */
  pumpBodies(): void {
    const { streams } = this.#core;
    for (let slot = this.#bodies.head(); slot >= 0; slot = this.#bodies.head()) {
      const unsent = streams.owner[slot] === this.#connection ? streams.unsentBytes[slot]! : 0;
      const window = Math.min(streams.sendWindow[slot]!, unsent);
      if (window <= 0) {
        this.#bodies.shift();
        continue;
      }
      if (this.#connectionWindow <= 0) return;
      const wanted = Math.min(window, this.#connectionWindow, FRAME_PAYLOAD_BYTES);
      if (!this.#makeRoom(FRAME_HEADER_BYTES + Math.min(wanted, LEAST_PIECE))) return;
      const length = Math.min(wanted, this.#outbox.room - FRAME_HEADER_BYTES);
      this.#piece(slot, length, unsent);
      this.#bodies.shift();
      if (length < unsent) this.#bodies.push(slot);
    }
  }

  /** Takes a WINDOW_UPDATE for the connection. False when its window overflows. */
  widenConnection(increment: number): boolean {
    this.#connectionWindow += increment;
    if (this.#connectionWindow > MOST_WINDOW) return false;
    this.pumpBodies();
    return true;
  }

  /** Takes a WINDOW_UPDATE for an open stream. False when its window overflows. */
  widenStream(slot: number, increment: number): boolean {
    const { streams } = this.#core;
    if (streams.unsentBytes[slot] === 0) return true;
    streams.sendWindow[slot]! += increment;
    if (streams.sendWindow[slot]! > MOST_WINDOW) return false;
    this.#bodies.push(slot);
    this.pumpBodies();
    return true;
  }

  /** Takes SETTINGS_INITIAL_WINDOW_SIZE, which changes the windows of open streams, too (RFC 9113 §6.9.2). False when one overflows. */
  setInitialWindow(size: number): boolean {
    const { streams, connections } = this.#core;
    const change = size - this.#initialWindow;
    this.#initialWindow = size;
    for (let slot = this.#firstSlot; slot < streams.count; slot += connections) {
      if (streams.owner[slot] !== this.#connection || streams.unsentBytes[slot] === 0) continue;
      streams.sendWindow[slot]! += change;
      if (streams.sendWindow[slot]! > MOST_WINDOW) return false;
      this.#bodies.push(slot);
    }
    return true;
  }

  /** Takes SETTINGS_HEADER_TABLE_SIZE. No table is used here, but a smaller one than before has to be acknowledged in the next block (RFC 7541 §4.2). */
  setHeaderTable(size: number): void {
    if (size < DEFAULT_HEADER_TABLE) this.#owesTableSize = true;
  }

  /**
   * Makes room for a frame of another kind than requests, up to the last byte. Undefined when there is none, because the
   * server does not read: then it is sent nothing more.
   */
  controlRoom(length: number): Outbox | undefined {
    const outbox = this.#outbox;
    if (!outbox.hasControlRoom(length)) this.flush();
    if (!outbox.hasControlRoom(length)) return undefined;
    this.#touch();
    return outbox;
  }

  /** Writes what has been gathered. */
  flush(): void {
    this.#dirty = false;
    this.#stamp();
    if (this.#socket?.writable) this.#outbox.flush(this.#socket, this.#onWritten);
  }

  readonly #onWritten = (): void => {
    const socket = this.#socket;
    if (socket === undefined || !this.#outbox.taken(socket)) return;
    this.flush();
    this.pumpBodies();
    this.#onRoom();
  };

  #touch(): void {
    if (this.#dirty) return;
    this.#dirty = true;
    this.#core.flushSoon(this.#connection);
  }

  /**
   * Requests gathered over some microseconds are sent when they are written: their time is taken anew, once for all.
   * Not later than that, if the socket takes no more: waiting for a server that does not read is time of the request.
   */
  #stamp(): void {
    const count = this.#unstampedCount;
    this.#unstampedCount = 0;
    if (count < 2) return;
    const { sentNs } = this.#core.streams;
    const nowNs = this.#core.clock.nowNs();
    for (let i = 0; i < count; i++) {
      const slot = this.#unstamped[i]!;
      if (sentNs[slot]! < nowNs) sentNs[slot] = nowNs;
    }
  }

  #makeRoom(length: number): boolean {
    if (this.#outbox.hasRoom(length)) return true;
    this.flush();
    return this.#outbox.hasRoom(length);
  }

  #wholeBody(slot: number, id: number, length: number): void {
    const { streams } = this.#core;
    const outbox = this.#outbox;
    const { bytes } = outbox;
    const at = writeFrameHeader(bytes, outbox.used, length, DATA, END_STREAM, id);
    this.#copyBody(bytes, at, slot, 0, length);
    outbox.used = at + length;
    streams.bytesOut[slot]! += FRAME_HEADER_BYTES + length;
    this.#connectionWindow -= length;
  }

  #beginBody(slot: number, length: number): void {
    const { streams } = this.#core;
    streams.unsentBytes[slot] = length;
    streams.sendWindow[slot] = this.#initialWindow;
    this.#bodies.push(slot);
    this.pumpBodies();
  }

  #piece(slot: number, length: number, unsent: number): void {
    const { streams } = this.#core;
    const outbox = this.#outbox;
    const total = this.#prefix + streams.body[slot]!.length;
    const flags = length === unsent ? END_STREAM : 0;
    const at = writeFrameHeader(outbox.bytes, outbox.used, length, DATA, flags, streams.streamId[slot]!);
    this.#copyBody(outbox.bytes, at, slot, total - unsent, length);
    outbox.used = at + length;
    streams.unsentBytes[slot] = unsent - length;
    streams.bytesOut[slot]! += FRAME_HEADER_BYTES + length;
    streams.sendWindow[slot]! -= length;
    this.#connectionWindow -= length;
    this.#touch();
  }

  /** Copies a part of a slot's body, of which the first bytes are the prefix. */
  #copyBody(target: Uint8Array, at: number, slot: number, from: number, length: number): void {
    const body = this.#core.streams.body[slot]!;
    const prefix = this.#prefix;
    let to = at;
    let offset = from;
    const end = from + length;
    for (; offset < prefix && offset < end; offset++) target[to++] = prefixByte(body.length, offset);
    const first = offset - prefix;
    const last = end - prefix;
    if (last - first > SHORT_COPY) {
      target.set(first === 0 && last === body.length ? body : body.subarray(first, last), to);
    } else {
      for (let i = first; i < last; i++) target[to++] = body[i]!;
    }
  }

  /** Puts a table size update in front of the block whose frames begin at `at`. Frames are short enough to grow by a byte. */
  #insertTableSize(at: number, length: number): void {
    const { bytes } = this.#outbox;
    this.#owesTableSize = false;
    const from = at + FRAME_HEADER_BYTES;
    bytes.copyWithin(from + 1, from, at + length);
    bytes[from] = TABLE_SIZE_ZERO;
    const payload = ((bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!) + 1;
    bytes[at] = payload >>> 16;
    bytes[at + 1] = payload >>> 8;
    bytes[at + 2] = payload;
    this.#outbox.used++;
  }
}

/** A message's prefix: not compressed, then its length in four bytes. */
function prefixByte(length: number, index: number): number {
  return index === 0 ? 0 : (length >>> (8 * (4 - index))) & 0xff;
}
