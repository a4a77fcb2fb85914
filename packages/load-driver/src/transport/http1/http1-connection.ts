import type { Socket } from 'node:net';
import type { SocketOwner } from '../connection/dialer.js';
import type { ConnectionPlace } from '../connection/socket-transport.js';
import { connectErrorClass, connectionErrorClass, errorText } from '../error-classes.js';
import { OK } from '../outcome-table.js';
import type { Http1Core } from './http1-core.js';
import { isSettingsFrame, notHttp1 } from './not-http1.js';
import { ResponseParser } from './response-parser.js';
import { type Failure, failure, UnderWay } from './under-way.js';

const UNASKED = 'bytes came on a connection with no request under way';

const IDLE = 0;
const DIALLING = 1;
const DIAL_FAILED = 2;
const READY = 3;

/**
 * One place where a connection can be. The connections in it come and go (each is a *life*); the object, its parser and
 * its list of requests stay, so that replacing a connection costs no more than its socket.
 */
export class Http1Connection implements SocketOwner, ConnectionPlace {
  readonly #core: Http1Core;
  readonly #parser: ResponseParser;
  readonly #underWay: UnderWay;
  #socket: Socket | undefined;
  #state = IDLE;
  #life = 0;
  #dialNs = 0;
  #handshaking = false;
  #established = false;
  #dialFailure = OK;
  /** A read is being worked on, with pipelining: what is sent meanwhile is held, and written together at its end. */
  #holding = false;
  #held = 0;
  #onDialled: ((outcome: number) => void) | undefined;

  constructor(core: Http1Core) {
    this.#core = core;
    this.#underWay = new UnderWay(core.slots, core.pipelining);
    const { onBody } = core;
    this.#parser = new ResponseParser(
      onBody && ((bytes, start, end) => onBody(this.#underWay.oldest(), bytes, start, end)),
      core.headMemo,
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
    if (this.#state === IDLE) this.#dial(this.#core.slots.sentNs[slot]!);
    this.#underWay.add(slot, this.#life);
    if (this.#state !== READY) return;
    if (this.#holding) this.#held++;
    else this.#write(slot);
  }

  /** Fails what has taken longer than allowed. Only the oldest has to be looked at: the others were sent after it. */
  sweep(nowNs: number): void {
    const core = this.#core;
    const { timeoutNs, connectTimeoutNs, timeoutOutcome } = core;
    const oldest = this.#underWay.oldest();
    if (oldest >= 0 && nowNs - core.slots.sentNs[oldest]! > timeoutNs) {
      core.noteError(timeoutOutcome, `no complete answer within ${timeoutNs / 1e6} ms`);
      const overdueBefore = nowNs - timeoutNs;
      this.#lose({ outcome: core.closedOutcome, overdueBefore, overdueOutcome: timeoutOutcome }, nowNs);
    } else if (this.#state === DIALLING && nowNs - this.#dialNs > connectTimeoutNs) {
      const outcome = core.dialFailed('CONNECT_TIMEOUT', `no connection within ${connectTimeoutNs / 1e6} ms`);
      this.#lose(failure(outcome), nowNs);
    }
  }

  /** Fails everything under way, if anything is. */
  cancel(outcome: number, nowNs: number): void {
    if (this.#underWay.count > 0) this.#lose(failure(outcome), nowNs);
  }

  /** Closes without completing anything. */
  discard(): void {
    this.#detach()?.destroy();
    this.#underWay.clear();
  }

  handshaking(socket: Socket): void {
    if (socket === this.#socket) this.#handshaking = true;
  }

  ready(socket: Socket): void {
    if (socket !== this.#socket) return;
    const core = this.#core;
    const nowNs = core.clock.nowNs();
    const replaces = this.#established;
    this.#state = READY;
    this.#established = true;
    this.#held = this.#underWay.count;
    this.#writeHeld();
    core.established(nowNs - this.#dialNs, replaces);
    this.#reportDialled(OK);
  }

  failed(socket: Socket, error: Error): void {
    if (socket !== this.#socket) return;
    const core = this.#core;
    if (this.#state === DIALLING)
      this.#failDial(connectErrorClass(error, this.#handshaking), errorText(error));
    else this.#loseToPeer(core.outcomes.codeOf(connectionErrorClass(error)), errorText(error));
  }

  ended(socket: Socket): void {
    if (socket !== this.#socket) return;
    const core = this.#core;
    if (this.#state === DIALLING) this.#failDial('CONNECT_FAILED', 'closed while connecting');
    else if (this.#parser.end()) this.#finish(core.clock.nowNs(), false);
    else
      this.#loseToPeer(core.closedOutcome, 'the server closed the connection before the answer was complete');
  }

  read(socket: Socket, length: number): void {
    if (socket !== this.#socket) return;
    const core = this.#core;
    const { buffer, slots } = core;
    const parser = this.#parser;
    const nowNs = core.clock.nowNs();
    core.batchNowNs = nowNs;
    this.#holding = core.pipelining > 1;
    for (let at = 0; at < length && socket === this.#socket; ) {
      const slot = this.#underWay.oldest();
      if (slot < 0) {
        this.#dropUnasked(nowNs, at, length);
        break;
      }
      if (slots.firstByteNs[slot]! < 0) slots.firstByteNs[slot] = nowNs;
      at = parser.parse(buffer, at, length, slots.toHead[slot] === 1);
      if (parser.complete) this.#finish(nowNs, at < length);
      else if (parser.failed) {
        core.noteError(core.protocolOutcome, parser.failure);
        this.#lose(failure(core.protocolOutcome), nowNs);
      }
    }
    this.#holding = false;
    if (this.#held > 0) this.#writeHeldInBatch();
    core.batchNowNs = -1;
  }

  /** Completes the requests of a dial that failed, in a turn of the event loop after it. */
  settleDialFailure(): void {
    if (this.#state === DIAL_FAILED) this.#lose(failure(this.#dialFailure), this.#core.clock.nowNs());
  }

  #dial(nowNs: number): void {
    this.#life++;
    this.#state = DIALLING;
    this.#dialNs = nowNs;
    this.#handshaking = false;
    this.#socket = this.#core.dialer.dial(this, this.#core.buffer);
  }

  #failDial(errorClass: string, text: string): void {
    const core = this.#core;
    this.#dialFailure = core.dialFailed(errorClass, text);
    this.#detach()?.destroy();
    this.#state = DIAL_FAILED;
    core.settleLater(this);
  }

  /** Completes the oldest request with the answer just parsed. `more`: bytes follow in the same read. */
  #finish(nowNs: number, more: boolean): void {
    const core = this.#core;
    const { status, wireBytes, bodyBytes, keepAlive } = this.#parser;
    const slot = this.#underWay.take();
    let outcome = core.statusOutcomes.of(status);
    let over = !keepAlive || core.perRequest;
    if (more && this.#underWay.count === 0) {
      // Nobody asked for what follows: the answer is longer than it says. Seen before the request is reported, so the
      // right one is blamed.
      outcome = core.protocolOutcome;
      core.noteError(outcome, 'bytes follow the answer: it is longer than its Content-Length');
      over = true;
    }
    const life = this.#life;
    if (over) this.#retire(!keepAlive, nowNs);
    this.#underWay.report(core.sink, slot, outcome, wireBytes, bodyBytes, nowNs);
    if (over) this.#underWay.fail(core.sink, life, core.closed, 0, 0, nowNs);
  }

  #dropUnasked(nowNs: number, at: number, to: number): void {
    const core = this.#core;
    core.counters.unaskedBytes++;
    core.noteError(
      core.protocolOutcome,
      isSettingsFrame(core.buffer, at, to) ? notHttp1(core.buffer, at, to) : UNASKED,
    );
    this.#lose(failure(core.protocolOutcome), nowNs);
  }

  /** Ends this life after a complete answer. */
  #retire(serverCloses: boolean, nowNs: number): void {
    const socket = this.#detach();
    if (socket === undefined) return;
    if (serverCloses) this.#core.dialer.leaveToServer(socket, nowNs);
    else socket.destroy();
  }

  #loseToPeer(outcome: number, text: string): void {
    const core = this.#core;
    if (this.#underWay.count === 0) core.counters.closedWhileIdle++;
    else core.noteError(outcome, text);
    this.#lose(failure(outcome), core.clock.nowNs());
  }

  /** Ends this life and fails everything under way on it. */
  #lose(why: Failure, nowNs: number): void {
    const life = this.#life;
    const parser = this.#parser;
    const wireBytes = parser.complete ? 0 : parser.wireBytes;
    const bodyBytes = parser.complete ? 0 : parser.bodyBytes;
    const dialling = this.#state === DIALLING || this.#state === DIAL_FAILED;
    this.#detach()?.destroy();
    if (dialling) this.#reportDialled(why.outcome);
    this.#underWay.fail(this.#core.sink, life, why, wireBytes, bodyBytes, nowNs);
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
    const { bytes, bytesOut } = this.#core.slots;
    const request = bytes[slot]!;
    bytesOut[slot] = request.length;
    this.#socket!.write(request);
  }

  /** Ends a read. Several requests held were sent over microseconds: their time is taken anew, just before the write. */
  #writeHeldInBatch(): void {
    if (this.#held > 1) {
      const { sentNs } = this.#core.slots;
      const nowNs = this.#core.clock.nowNs();
      const { count } = this.#underWay;
      for (let i = count - this.#held; i < count; i++) sentNs[this.#underWay.at(i)] = nowNs;
    }
    this.#writeHeld();
  }

  #writeHeld(): void {
    const { slots, writes } = this.#core;
    const { count } = this.#underWay;
    const first = count - this.#held;
    this.#held = 0;
    if (first === count - 1) {
      this.#write(this.#underWay.at(first));
      return;
    }
    const socket = this.#socket!;
    for (let i = first; i < count; i++) {
      const slot = this.#underWay.at(i);
      const request = slots.bytes[slot]!;
      slots.bytesOut[slot] = request.length;
      writes.add(socket, request);
    }
    writes.flush(socket);
  }
}
