import type { Socket } from 'node:net';
import { connectErrorClass, connectionErrorClass } from '../error-classes.js';
import { OK } from '../outcome-table.js';
import type { Http1Core } from './http1-core.js';
import { ResponseParser } from './response-parser.js';
import { SlotRing } from './slot-ring.js';

const IDLE = 0;
const DIALLING = 1;
const DIAL_FAILED = 2;
const READY = 3;

/**
 * One place where a connection can be. The connections in it come and go (each is a *life*); the object, its parser and
 * its ring stay. Everything that a life causes later (events, answers) is checked against the life it belongs to.
 */
export class Http1Connection {
  readonly #core: Http1Core;
  readonly #parser: ResponseParser;
  /** Under way on this life, oldest first; for a moment, while a lost life is settled, those of the next life behind. */
  readonly #ring: SlotRing;
  #socket: Socket | undefined;
  #state = IDLE;
  #life = 0;
  #dialNs = 0;
  #handshaking = false;
  #established = false;
  #dialFailure = OK;
  /** Reads are being worked on with pipelining: what is sent meanwhile is written together at the end. */
  #holding = false;
  #held = 0;
  #onDialled: ((outcome: number) => void) | undefined;

  constructor(core: Http1Core) {
    this.#core = core;
    this.#ring = new SlotRing(core.pipelining);
    const { onBody } = core;
    this.#parser = new ResponseParser(
      onBody && ((bytes, start, end) => onBody(this.#ring.head(), bytes, start, end)),
    );
  }

  /** Makes the connection before anything is sent. Resolves with 0, or with the outcome that a request would have. */
  prepare(): Promise<number> {
    return new Promise((resolve) => {
      this.#onDialled = resolve;
      this.#dial(this.#core.clock.nowNs());
    });
  }

  /** Puts the request of a slot (begun in the slot table) on its way. */
  submit(slot: number): void {
    const { slots } = this.#core;
    if (this.#state === IDLE) this.#dial(slots.sentNs[slot]!);
    slots.life[slot] = this.#life;
    this.#ring.push(slot);
    if (this.#state !== READY) return;
    if (this.#holding) this.#held++;
    else this.#write(slot);
  }

  /** Fails what has taken longer than allowed. Only the oldest has to be looked at: the others were sent after it. */
  sweep(nowNs: number): void {
    const { slots, timeoutNs, connectTimeoutNs, connectTimeoutOutcome } = this.#core;
    const oldest = this.#ring.head();
    if (oldest >= 0 && nowNs - slots.sentNs[oldest]! > timeoutNs) {
      this.#core.noteError(this.#core.timeoutOutcome, `no complete answer within ${timeoutNs / 1e6} ms`);
      this.#lose(this.#core.closedOutcome, nowNs, true);
    } else if (this.#state === DIALLING && nowNs - this.#dialNs > connectTimeoutNs) {
      this.#core.noteError(connectTimeoutOutcome, `no connection within ${connectTimeoutNs / 1e6} ms`);
      this.#core.counters.connectFailed++;
      this.#lose(connectTimeoutOutcome, nowNs, false);
    }
  }

  /** Fails everything under way, if anything is. */
  cancel(outcome: number, nowNs: number): void {
    if (this.#ring.count > 0) this.#lose(outcome, nowNs, false);
  }

  /** Closes without completing anything. */
  discard(): void {
    this.#detach()?.destroy();
    while (this.#ring.count > 0) this.#ring.shift();
  }

  settleDialFailure(): void {
    if (this.#state === DIAL_FAILED) this.#lose(this.#dialFailure, this.#core.clock.nowNs(), false);
  }

  #dial(nowNs: number): void {
    const { buffer, dialer } = this.#core;
    const life = ++this.#life;
    this.#state = DIALLING;
    this.#dialNs = nowNs;
    this.#handshaking = false;
    // Every listener belongs to one life: what a replaced socket still has to say is not heard.
    const socket = dialer.dial({
      buffer,
      callback: (length) => {
        if (this.#life === life) this.#onRead(length);
        return true;
      },
    });
    this.#socket = socket;
    if (dialer.encrypted) {
      socket.once('connect', () => {
        if (this.#life === life) this.#handshaking = true;
      });
    }
    socket.once(dialer.readyEvent, () => {
      if (this.#life === life) this.#onReady();
    });
    socket.on('error', (error) => {
      if (this.#life === life) this.#onError(error);
    });
    socket.once('end', () => {
      if (this.#life === life) this.#onEnd();
    });
    socket.once('close', () => {
      if (this.#life === life) this.#onEnd();
    });
  }

  #onReady(): void {
    const core = this.#core;
    const nowNs = core.clock.nowNs();
    const again = this.#established && !core.perRequest;
    this.#state = READY;
    this.#established = true;
    core.counters.connected++;
    if (again) core.counters.reconnected++;
    // What was sent meanwhile is written first; the sink may send more, which is written as it comes.
    this.#held = this.#ring.count;
    this.#flush();
    core.sink.connected(nowNs - this.#dialNs, again);
    this.#reportDialled(OK);
  }

  #onError(error: Error): void {
    const core = this.#core;
    if (this.#state === DIALLING) this.#failDial(connectErrorClass(error, this.#handshaking), error.message);
    else {
      const outcome = core.outcomes.codeOf(connectionErrorClass(error));
      core.noteError(outcome, error.message);
      this.#lose(outcome, core.clock.nowNs(), false);
    }
  }

  #onEnd(): void {
    const core = this.#core;
    const nowNs = core.clock.nowNs();
    if (this.#state === DIALLING) this.#failDial('CONNECT_FAILED', 'closed while connecting');
    else if (this.#ring.count > 0 && this.#parser.end()) this.#finish(nowNs, false);
    else {
      core.noteError(core.closedOutcome, 'the server closed the connection before the answer was complete');
      this.#lose(core.closedOutcome, nowNs, false);
    }
  }

  #failDial(errorClass: string, text: string): void {
    const core = this.#core;
    core.counters.connectFailed++;
    this.#dialFailure = core.outcomes.codeOf(errorClass);
    core.noteError(this.#dialFailure, text);
    this.#detach()?.destroy();
    this.#state = DIAL_FAILED;
    core.settleLater(this);
  }

  #onRead(length: number): void {
    const core = this.#core;
    const { buffer, slots } = core;
    const parser = this.#parser;
    const life = this.#life;
    const nowNs = core.clock.nowNs();
    core.batchNowNs = nowNs;
    this.#holding = core.pipelining > 1;
    let at = 0;
    while (at < length) {
      const slot = this.#ring.head();
      if (slot < 0) {
        this.#dropUnasked(nowNs);
        break;
      }
      if (slots.firstByteNs[slot]! < 0) slots.firstByteNs[slot] = nowNs;
      at = parser.parse(buffer, at, length, slots.toHead[slot] === 1);
      if (parser.complete) this.#finish(nowNs, at < length);
      else if (parser.failed) {
        core.noteError(core.protocolOutcome, parser.failure);
        this.#lose(core.protocolOutcome, nowNs, false);
      }
      if (this.#life !== life) break;
    }
    this.#holding = false;
    if (this.#held > 0) this.#flush();
    core.batchNowNs = -1;
  }

  /** Completes the oldest request with the answer just parsed. `more`: bytes follow in the same read. */
  #finish(nowNs: number, more: boolean): void {
    const core = this.#core;
    const { sentNs, firstByteNs, bytesOut } = core.slots;
    const { status, wireBytes, bodyBytes, keepAlive } = this.#parser;
    const ring = this.#ring;
    const slot = ring.head();
    ring.shift();
    let outcome = core.outcomeOf(status);
    let over = !keepAlive || core.perRequest;
    if (more && ring.count === 0) {
      // Nobody asked for what follows: the answer is longer than it says. Seen before the request is reported, so the
      // right one is blamed.
      outcome = core.protocolOutcome;
      core.noteError(outcome, 'bytes follow the answer: it is longer than its Content-Length');
      over = true;
    }
    const life = this.#life;
    if (over) this.#retire(!keepAlive, nowNs);
    core.sink.complete(
      slot,
      outcome,
      bytesOut[slot]!,
      wireBytes,
      bodyBytes,
      sentNs[slot]!,
      firstByteNs[slot]!,
      nowNs,
    );
    if (over) this.#failLife(life, core.closedOutcome, nowNs, false, 0, 0);
  }

  #dropUnasked(nowNs: number): void {
    this.#core.counters.unaskedBytes++;
    this.#core.noteError(this.#core.protocolOutcome, 'bytes came on a connection with no request under way');
    this.#lose(this.#core.protocolOutcome, nowNs, false);
  }

  /** Ends this life after a complete answer. */
  #retire(serverCloses: boolean, nowNs: number): void {
    const socket = this.#detach();
    if (socket === undefined) return;
    if (serverCloses) this.#core.dialer.leaveToServer(socket, nowNs);
    else socket.destroy();
  }

  /** Ends this life and fails everything under way on it. `overdue`: those that took too long fail with TIMEOUT. */
  #lose(outcome: number, nowNs: number, overdue: boolean): void {
    const life = this.#life;
    const { wireBytes, bodyBytes } = this.#parser;
    const partial = !this.#parser.complete;
    const dialled = this.#state === DIALLING || this.#state === DIAL_FAILED;
    if (this.#state === READY && this.#ring.count === 0) this.#core.counters.closedWhileIdle++;
    this.#detach()?.destroy();
    if (dialled) this.#reportDialled(outcome);
    this.#failLife(life, outcome, nowNs, overdue, partial ? wireBytes : 0, partial ? bodyBytes : 0);
  }

  /** The oldest has received `wireBytes` of its answer; those behind it, nothing. */
  #failLife(life: number, outcome: number, nowNs: number, overdue: boolean, wireBytes: number, bodyBytes: number) {
    const { slots, sink, timeoutNs, timeoutOutcome } = this.#core;
    let wire = wireBytes;
    let body = bodyBytes;
    for (;;) {
      // Asked anew each time: completing one may send, cancel or close, and so change what is in the ring.
      const slot = this.#ring.head();
      if (slot < 0 || slots.life[slot]! > life) return;
      this.#ring.shift();
      const sentNs = slots.sentNs[slot]!;
      const why = overdue && nowNs - sentNs > timeoutNs ? timeoutOutcome : outcome;
      sink.complete(slot, why, slots.bytesOut[slot]!, wire, body, sentNs, slots.firstByteNs[slot]!, nowNs);
      wire = 0;
      body = 0;
    }
  }

  #detach(): Socket | undefined {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#state = IDLE;
    this.#life++;
    this.#held = 0;
    this.#parser.reset();
    return socket;
  }

  #reportDialled(outcome: number): void {
    const report = this.#onDialled;
    this.#onDialled = undefined;
    report?.(outcome);
  }

  #write(slot: number): void {
    const { slots } = this.#core;
    const bytes = slots.bytes[slot]!;
    slots.bytesOut[slot] = bytes.length;
    this.#socket!.write(bytes);
  }

  /** Writes the requests held back, as one if they are several. */
  #flush(): void {
    const { slots, writes, clock } = this.#core;
    const ring = this.#ring;
    const first = ring.count - this.#held;
    this.#held = 0;
    if (first === ring.count) return;
    if (first === ring.count - 1) return this.#write(ring.at(first));
    const socket = this.#socket!;
    for (let i = first; i < ring.count; i++) {
      const slot = ring.at(i);
      const bytes = slots.bytes[slot]!;
      slots.bytesOut[slot] = bytes.length;
      writes.add(socket, bytes);
    }
    writes.flush(socket);
  }
}
