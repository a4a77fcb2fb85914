import { PENDING } from './answer-reader.js';
import { BlockAssembly } from './block-assembly.js';
import { writeWindowUpdate } from './control-frames.js';
import { ControlReader } from './control-reader.js';
import {
  CANCEL,
  COMPRESSION_ERROR,
  ENHANCE_YOUR_CALM,
  FLOW_CONTROL_ERROR,
  FRAME_SIZE_ERROR,
  PROTOCOL_ERROR,
} from './error-codes.js';
import { type FrameHandler, FrameReader } from './frame-reader.js';
import { HeaderBlocks } from './header-blocks.js';
import type { CoreConnection, Http2Core } from './http2-core.js';
import type { IncomingOwner } from './incoming-owner.js';
import type { Outgoing } from './outgoing.js';
import {
  CONTINUATION,
  END_HEADERS,
  END_STREAM,
  FRAME_HEADER_BYTES,
  HEADERS,
  PADDED,
  RST_STREAM,
  readUint32,
  SETTINGS,
  WITH_PRIORITY,
} from './protocol.js';

const RESET_BYTES = 4;
const GREETING_BYTES = 40;
const SPEAKS_HTTP1 = Buffer.from('HTTP/1');

/** The receiving side of one connection: makes events of frames, and keeps the windows of what is received. */
export class Incoming<Connection extends CoreConnection> implements FrameHandler {
  readonly #core: Http2Core<Connection>;
  readonly #owner: IncomingOwner;
  readonly #outgoing: Outgoing<Connection>;
  readonly #frames = new FrameReader(this);
  readonly #blocks = new HeaderBlocks();
  readonly #assembly = new BlockAssembly();
  readonly #control: ControlReader<Connection>;
  #nowNs = 0;
  #unreplenished = 0;

  constructor(core: Http2Core<Connection>, owner: IncomingOwner, outgoing: Outgoing<Connection>) {
    this.#core = core;
    this.#owner = owner;
    this.#outgoing = outgoing;
    this.#control = new ControlReader(core, owner, outgoing);
  }

  /** Takes what was read into the core's buffer. */
  read(length: number, nowNs: number): void {
    this.#nowNs = nowNs;
    const { buffer } = this.#core;
    if (
      !this.#control.greeted &&
      length >= SPEAKS_HTTP1.length &&
      SPEAKS_HTTP1.compare(buffer, 0, SPEAKS_HTTP1.length) === 0
    ) {
      const said = buffer.toString('latin1', 0, Math.min(length, GREETING_BYTES)).split('\r\n')[0]!;
      this.#owner.broken(PROTOCOL_ERROR, `the server speaks HTTP/1 (it said "${said}")`);
      return;
    }
    this.#frames.read(buffer, length);
  }

  /** Hands nothing more to the owner. */
  stop(): void {
    this.#frames.stop();
  }

  frame(type: number, flags: number, id: number, bytes: Uint8Array, from: number, to: number): void {
    if (this.#assembly.id !== 0 && type !== CONTINUATION) {
      this.#owner.broken(PROTOCOL_ERROR, 'another frame in the middle of a header block');
    } else if (type === HEADERS) this.#headers(flags, id, bytes, from, to);
    else if (!this.#control.greeted && type !== SETTINGS) {
      this.#owner.broken(PROTOCOL_ERROR, 'the first frame is not SETTINGS: does the server speak HTTP/2?');
    } else {
      this.#core.counters.controlBytesIn += to - from + FRAME_HEADER_BYTES;
      if (type === CONTINUATION) this.#continuation(flags, id, bytes, from, to);
      else if (type === RST_STREAM) this.#reset(id, bytes, from, to);
      else this.#control.frame(type, flags, id, bytes, from, to);
    }
  }

  data(
    id: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    flowBytes: number,
    wireBytes: number,
    end: boolean,
  ): void {
    const core = this.#core;
    const { streams } = core;
    const slot = this.#outgoing.ids.slotOf(id);
    if (slot < 0 && this.#isIdle(id, 'DATA')) return;
    if (!this.#takeFromConnection(flowBytes)) return;
    if (slot < 0) {
      core.counters.controlBytesIn += wireBytes;
      return;
    }
    streams.bytesIn[slot]! += wireBytes;
    if (this.#assembly.id !== 0) {
      this.#owner.broken(PROTOCOL_ERROR, 'DATA in the middle of a header block');
      return;
    }
    const unreplenished = streams.unreplenished[slot]! + flowBytes;
    if (unreplenished > core.streamWindow) {
      this.#failStream(slot, FLOW_CONTROL_ERROR, 'more data than the window of the stream allows');
      return;
    }
    streams.unreplenished[slot] = unreplenished;
    const outcome = core.answers.data(slot, bytes, from, to, end);
    if (outcome !== PENDING) this.#settle(slot, outcome, end);
    else if (unreplenished * 2 >= core.streamWindow) this.#replenish(slot, id, unreplenished);
  }

  oversized(length: number): void {
    this.#owner.broken(FRAME_SIZE_ERROR, `a frame of ${length} bytes, more than allowed`);
  }

  overpadded(): void {
    this.#owner.broken(PROTOCOL_ERROR, 'a frame with more padding than content');
  }

  #headers(flags: number, id: number, bytes: Uint8Array, from: number, to: number): void {
    let at = from;
    let end = to;
    if ((flags & (PADDED | WITH_PRIORITY)) !== 0) {
      if ((flags & PADDED) !== 0) {
        at++;
        end -= to > from ? bytes[from]! : 0;
      }
      if ((flags & WITH_PRIORITY) !== 0) at += 5;
      if (at > end) {
        this.overpadded();
        return;
      }
    }
    const last = (flags & END_STREAM) !== 0;
    const wireBytes = to - from + FRAME_HEADER_BYTES;
    if ((flags & END_HEADERS) !== 0) {
      this.#block(id, last, bytes, at, end, wireBytes);
      return;
    }
    this.#assembly.begin(id, last);
    this.#addFragment(bytes, at, end, wireBytes);
  }

  #continuation(flags: number, id: number, bytes: Uint8Array, from: number, to: number): void {
    const assembly = this.#assembly;
    if (assembly.id === 0 || assembly.id !== id) {
      this.#owner.broken(PROTOCOL_ERROR, 'CONTINUATION of nothing');
      return;
    }
    if (!this.#addFragment(bytes, from, to, to - from + FRAME_HEADER_BYTES)) return;
    if ((flags & END_HEADERS) === 0) return;
    assembly.id = 0;
    this.#block(id, assembly.last, assembly.bytes, 0, assembly.length, assembly.wireBytes);
  }

  #addFragment(bytes: Uint8Array, from: number, to: number, wireBytes: number): boolean {
    if (this.#assembly.add(bytes, from, to, wireBytes)) return true;
    this.#owner.broken(ENHANCE_YOUR_CALM, 'a header block that does not end');
    return false;
  }

  /** A complete header block. It is read even if nobody waits for it, because the dynamic table may depend on it. */
  #block(id: number, last: boolean, bytes: Uint8Array, from: number, to: number, wireBytes: number): void {
    const core = this.#core;
    const { streams } = core;
    const slot = this.#outgoing.ids.slotOf(id);
    if (slot < 0 && this.#isIdle(id, 'HEADERS')) return;
    const facts = this.#blocks.read(bytes, from, to);
    if (facts === undefined) {
      this.#owner.broken(COMPRESSION_ERROR, this.#blocks.failure);
      return;
    }
    if (slot < 0) {
      core.counters.controlBytesIn += wireBytes;
      return;
    }
    streams.bytesIn[slot]! += wireBytes;
    if (streams.firstByteNs[slot]! < 0) streams.firstByteNs[slot] = this.#nowNs;
    const outcome = core.answers.headers(slot, facts, last);
    if (outcome !== PENDING) this.#settle(slot, outcome, last);
  }

  /** The answer of a slot has its outcome. When the stream does not end with it, it is ended from here. */
  #settle(slot: number, outcome: number, ended: boolean): void {
    if (ended) this.#owner.finished(slot, outcome);
    else {
      const code = outcome === this.#core.protocolOutcome ? PROTOCOL_ERROR : CANCEL;
      this.#owner.gaveUp(slot, code, outcome);
    }
  }

  #failStream(slot: number, code: number, text: string): void {
    const { protocolOutcome } = this.#core;
    this.#core.noteError(protocolOutcome, text);
    this.#owner.gaveUp(slot, code, protocolOutcome);
  }

  /**
   * Counts data against the window of the connection, and replenishes it at half. The window is at least four times a
   * frame, so it never runs out on this side: a server that overruns it has been given more room before it is noticed.
   */
  #takeFromConnection(bytes: number): boolean {
    this.#unreplenished += bytes;
    if (this.#unreplenished * 2 < this.#core.connectionWindow) return true;
    const well = writeWindowUpdate(this.#outgoing, 0, this.#unreplenished);
    this.#unreplenished = 0;
    return this.#orStuck(well);
  }

  #replenish(slot: number, id: number, bytes: number): void {
    this.#core.streams.unreplenished[slot] = 0;
    this.#orStuck(writeWindowUpdate(this.#outgoing, id, bytes));
  }

  #orStuck(well: boolean): boolean {
    if (!well) this.#owner.broken(ENHANCE_YOUR_CALM, 'the server sends much and reads nothing');
    return well;
  }

  #isIdle(id: number, type: string): boolean {
    if (!this.#outgoing.ids.isIdle(id)) return false;
    this.#owner.broken(PROTOCOL_ERROR, `${type} on stream ${id}, which was never opened`);
    return true;
  }

  #reset(id: number, bytes: Uint8Array, from: number, to: number): void {
    const { streams, counters } = this.#core;
    const slot = this.#outgoing.ids.slotOf(id);
    if (to - from !== RESET_BYTES) {
      this.#owner.broken(FRAME_SIZE_ERROR, 'RST_STREAM of another size than 4');
    } else if (slot >= 0) {
      const wireBytes = FRAME_HEADER_BYTES + RESET_BYTES;
      counters.controlBytesIn -= wireBytes;
      streams.bytesIn[slot]! += wireBytes;
      if (streams.firstByteNs[slot]! < 0) streams.firstByteNs[slot] = this.#nowNs;
      this.#owner.wasReset(slot, readUint32(bytes, from));
    } else this.#isIdle(id, 'RST_STREAM');
  }
}
