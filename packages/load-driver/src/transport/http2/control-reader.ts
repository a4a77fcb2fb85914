import { writePingAck, writeSettingsAck } from './control-frames.js';
import {
  ENHANCE_YOUR_CALM,
  FLOW_CONTROL_ERROR,
  FRAME_SIZE_ERROR,
  NO_ERROR,
  PROTOCOL_ERROR,
} from './error-codes.js';
import type { CoreConnection, Http2Core } from './http2-core.js';
import type { IncomingOwner } from './incoming-owner.js';
import type { Outgoing } from './outgoing.js';
import {
  ACK,
  GOAWAY,
  PING,
  PRIORITY,
  PUSH_PROMISE,
  readUint31,
  readUint32,
  SETTINGS,
  WINDOW_UPDATE,
} from './protocol.js';
import {
  HEADER_TABLE_SIZE,
  INITIAL_WINDOW_SIZE,
  MAX_CONCURRENT_STREAMS,
  SETTING_BYTES,
  settingError,
} from './settings.js';

const PING_BYTES = 8;
const PRIORITY_BYTES = 5;
const WINDOW_UPDATE_BYTES = 4;
const GOAWAY_BYTES = 8;
/** How much of what GOAWAY says in words is kept. */
const MOST_DEBUG_BYTES = 200;

/** Reads the frames that carry no part of an answer. */
export class ControlReader<Connection extends CoreConnection> {
  /** The server's first SETTINGS have come. */
  greeted = false;
  readonly #core: Http2Core<Connection>;
  readonly #owner: IncomingOwner;
  readonly #outgoing: Outgoing<Connection>;
  /** MAX_CONCURRENT_STREAMS of the frame being read, or -1. */
  #streams = -1;

  constructor(core: Http2Core<Connection>, owner: IncomingOwner, outgoing: Outgoing<Connection>) {
    this.#core = core;
    this.#owner = owner;
    this.#outgoing = outgoing;
  }

  frame(type: number, flags: number, id: number, bytes: Uint8Array, from: number, to: number): void {
    const length = to - from;
    if (type === SETTINGS) this.#settings(flags, id, bytes, from, to);
    else if (type === WINDOW_UPDATE) this.#windowUpdate(id, bytes, from, length);
    else if (type === PING) this.#ping(flags, id, bytes, from, length);
    else if (type === GOAWAY) this.#goAway(id, bytes, from, to);
    else if (type === PUSH_PROMISE) this.#owner.broken(PROTOCOL_ERROR, 'PUSH_PROMISE, which was not allowed');
    else if (type === PRIORITY && length !== PRIORITY_BYTES) this.#wrongSize('PRIORITY');
    // RFC 9113 §5.5: frames of unknown types are ignored.
  }

  #settings(flags: number, id: number, bytes: Uint8Array, from: number, to: number): void {
    const acknowledges = (flags & ACK) !== 0;
    if (id !== 0) this.#owner.broken(PROTOCOL_ERROR, 'SETTINGS on a stream');
    else if ((to - from) % SETTING_BYTES !== 0 || (acknowledges && to > from)) this.#wrongSize('SETTINGS');
    else if (!acknowledges) this.#newSettings(bytes, from, to);
    else if (!this.greeted) this.#owner.broken(PROTOCOL_ERROR, 'the first frame acknowledges SETTINGS');
  }

  #newSettings(bytes: Uint8Array, from: number, to: number): void {
    this.#streams = -1;
    for (let at = from; at < to; at += SETTING_BYTES) {
      const error = this.#apply((bytes[at]! << 8) | bytes[at + 1]!, readUint32(bytes, at + 2));
      if (error === NO_ERROR) continue;
      this.#owner.broken(error, 'SETTINGS with a value that may not be');
      return;
    }
    if (!writeSettingsAck(this.#outgoing)) {
      this.#stuck();
      return;
    }
    // Only now: what is sent from here on, is sent with the new settings.
    if (this.#streams >= 0) this.#owner.limited(this.#streams);
    this.#outgoing.pumpBodies();
    if (this.greeted) return;
    this.greeted = true;
    this.#owner.greeted();
  }

  #apply(setting: number, value: number): number {
    const error = settingError(setting, value);
    if (error !== NO_ERROR) return error;
    if (setting === HEADER_TABLE_SIZE) this.#outgoing.setHeaderTable(value);
    else if (setting === MAX_CONCURRENT_STREAMS) this.#streams = value;
    else if (setting === INITIAL_WINDOW_SIZE && !this.#outgoing.setInitialWindow(value))
      return FLOW_CONTROL_ERROR;
    return NO_ERROR;
  }

  #windowUpdate(id: number, bytes: Uint8Array, from: number, length: number): void {
    const increment = readUint31(bytes, from);
    if (length !== WINDOW_UPDATE_BYTES) this.#wrongSize('WINDOW_UPDATE');
    else if (id !== 0) this.#streamWindow(id, increment);
    else if (increment === 0) this.#owner.broken(PROTOCOL_ERROR, 'WINDOW_UPDATE of 0');
    else if (!this.#outgoing.widenConnection(increment)) {
      this.#owner.broken(FLOW_CONTROL_ERROR, 'a connection window of more than 2^31-1');
    }
  }

  #streamWindow(id: number, increment: number): void {
    const { protocolOutcome } = this.#core;
    const { ids } = this.#outgoing;
    const slot = ids.slotOf(id);
    if (slot < 0) {
      if (ids.isIdle(id))
        this.#owner.broken(PROTOCOL_ERROR, 'WINDOW_UPDATE on a stream that was never opened');
      return;
    }
    if (increment > 0 && this.#outgoing.widenStream(slot, increment)) return;
    this.#core.noteError(protocolOutcome, 'a WINDOW_UPDATE of 0, or to a window of more than 2^31-1');
    this.#owner.gaveUp(slot, increment === 0 ? PROTOCOL_ERROR : FLOW_CONTROL_ERROR, protocolOutcome);
  }

  #ping(flags: number, id: number, bytes: Uint8Array, from: number, length: number): void {
    if (length !== PING_BYTES) this.#wrongSize('PING');
    else if (id !== 0) this.#owner.broken(PROTOCOL_ERROR, 'PING on a stream');
    else if ((flags & ACK) === 0 && !writePingAck(this.#outgoing, bytes, from)) this.#stuck();
  }

  #goAway(id: number, bytes: Uint8Array, from: number, to: number): void {
    if (to - from < GOAWAY_BYTES) this.#wrongSize('GOAWAY');
    else if (id !== 0) this.#owner.broken(PROTOCOL_ERROR, 'GOAWAY on a stream');
    else {
      const debugFrom = from + GOAWAY_BYTES;
      const debug = bytes.subarray(debugFrom, Math.min(to, debugFrom + MOST_DEBUG_BYTES));
      this.#owner.goingAway(
        readUint31(bytes, from),
        readUint32(bytes, from + 4),
        Buffer.from(debug).toString('latin1'),
      );
    }
  }

  #wrongSize(type: string): void {
    this.#owner.broken(FRAME_SIZE_ERROR, `${type} of a wrong size`);
  }

  #stuck(): void {
    this.#owner.broken(ENHANCE_YOUR_CALM, 'the server sends much and reads nothing');
  }
}
