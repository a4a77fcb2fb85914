import type { Socket } from 'node:net';
import type { SocketOwner } from '../connection/dialer.js';
import { connectErrorClass, connectionErrorClass, errorText } from '../error-classes.js';
import { OK } from '../outcome-table.js';
import { writeGoAway, writePreface, writeReset, writeWindowUpdate } from './control-frames.js';
import { CANCEL, errorCodeName, NO_ERROR } from './error-codes.js';
import type { CoreConnection, Http2Core } from './http2-core.js';
import { Incoming } from './incoming.js';
import type { IncomingOwner } from './incoming-owner.js';
import { Outgoing } from './outgoing.js';
import { DEFAULT_WINDOW } from './protocol.js';
import { clientSettings } from './settings.js';
import { StreamIds } from './stream-ids.js';
import { StreamsUnderWay } from './streams-under-way.js';

const DIALLING = 0;
const DIAL_FAILED = 1;
const READY = 2;
/** No new streams: those under way may end. */
const DRAINING = 3;
const CLOSED = 4;

/** What a connection tells the place it is in. */
export interface PlaceOfConnection {
  /** The first slot of the place; the others follow at the distance of the number of connections. */
  readonly firstSlot: number;
  established(connectNs: number): void;
  dialled(outcome: number): void;
  /** The connection takes no more requests; it may still be `draining`, and says so again when it has ended. */
  left(connection: Http2Connection): void;
  /** Sends a request that waited on a connection which takes no more. */
  resubmit(slot: number): void;
}

/** One HTTP/2 connection, from the dial to its end, and the streams on it. */
export class Http2Connection implements SocketOwner, IncomingOwner, CoreConnection {
  readonly #core: Http2Core<Http2Connection>;
  readonly #place: PlaceOfConnection;
  readonly #dialNs: number;
  readonly #ids: StreamIds;
  readonly #outgoing: Outgoing<Http2Connection>;
  readonly #incoming: Incoming<Http2Connection>;
  readonly #streams: StreamsUnderWay<Http2Connection>;
  readonly #socket: Socket;
  #state = DIALLING;
  #handshaking = false;
  #dialFailure = OK;
  /** What the server gave as its reason to leave. */
  #farewell = '';

  constructor(core: Http2Core<Http2Connection>, place: PlaceOfConnection, nowNs: number) {
    this.#core = core;
    this.#place = place;
    this.#dialNs = nowNs;
    this.#ids = new StreamIds(core.streamsPerConnection, core.requestsPerConnection * 2 - 1);
    this.#outgoing = new Outgoing(core, this, place.firstSlot, this.#ids, () => this.#startWaiting());
    this.#incoming = new Incoming(core, this, this.#outgoing);
    this.#streams = new StreamsUnderWay(core, this, place.firstSlot, this.#outgoing);
    this.#socket = core.dialer.dial(this, core.buffer);
  }

  /** Takes no more requests, but some are still under way. */
  get draining(): boolean {
    return this.#state === DRAINING;
  }

  /** Puts the request of a slot on its way. Not to be called once the connection has left its place. */
  submit(slot: number): void {
    this.#streams.submit(slot);
    if (this.#ids.exhausted) this.#drain();
  }

  /** Fails the request of a slot: what the server is still doing for it is cancelled. */
  cancel(slot: number, outcome: number, nowNs: number): void {
    const id = this.#core.streams.streamId[slot]!;
    const told = id === 0 || writeReset(this.#outgoing, id, CANCEL);
    this.#streams.complete(slot, outcome, nowNs);
    if (!told) this.broken(NO_ERROR, 'the server does not read what it is sent');
    else this.#afterEnd(nowNs);
  }

  /** Gives the dial up if it has taken longer than allowed. */
  sweep(nowNs: number): void {
    const core = this.#core;
    if (this.#state !== DIALLING || nowNs - this.#dialNs <= core.connectTimeoutNs) return;
    const step = this.#handshaking ? 'no TLS handshake and SETTINGS' : 'no connection and SETTINGS';
    const outcome = core.dialFailed('CONNECT_TIMEOUT', `${step} within ${core.connectTimeoutNs / 1e6} ms`);
    this.#lose(outcome, nowNs);
    this.#place.dialled(outcome);
  }

  /** Closes without completing anything. */
  discard(): void {
    this.#state = CLOSED;
    this.#streams.abandon();
    this.#incoming.stop();
    this.#socket.destroy();
  }

  flush(): void {
    this.#outgoing.flush();
  }

  handshaking(): void {
    this.#handshaking = true;
  }

  ready(_socket: Socket, agreed: boolean): void {
    if (this.#state !== DIALLING) return;
    if (!agreed) {
      this.#failDial('PROTOCOL', 'the server does not offer HTTP/2 in the TLS handshake (ALPN)');
      return;
    }
    this.#handshaking = false;
    const { streamWindow, connectionWindow } = this.#core;
    this.#outgoing.attach(this.#socket);
    writePreface(this.#outgoing, clientSettings(streamWindow));
    if (connectionWindow > DEFAULT_WINDOW) {
      writeWindowUpdate(this.#outgoing, 0, connectionWindow - DEFAULT_WINDOW);
    }
    this.#outgoing.flush();
  }

  failed(_socket: Socket, error: Error): void {
    if (this.#state === DIALLING)
      this.#failDial(connectErrorClass(error, this.#handshaking), errorText(error));
    else if (this.#state >= READY) {
      this.#loseToPeer(this.#core.outcomes.codeOf(connectionErrorClass(error)), errorText(error));
    }
  }

  ended(): void {
    if (this.#state === DIALLING)
      this.#failDial('CONNECT_FAILED', 'the server closed the connection before its SETTINGS came');
    else if (this.#state >= READY) {
      this.#loseToPeer(this.#core.closedOutcome, `the server closed the connection${this.#farewell}`);
    }
  }

  read(_socket: Socket, length: number): void {
    if (this.#state === CLOSED || this.#state === DIAL_FAILED) return;
    const core = this.#core;
    const nowNs = core.clock.nowNs();
    core.beginBatch(nowNs);
    this.#incoming.read(length, nowNs);
    core.endBatch();
  }

  settleDialFailure(): void {
    if (this.#state === DIAL_FAILED) this.#lose(this.#dialFailure, this.#core.clock.nowNs());
  }

  greeted(): void {
    const nowNs = this.#core.batchNowNs;
    this.#state = READY;
    this.#streams.taking = true;
    this.#place.established(nowNs - this.#dialNs);
    this.#startWaiting();
    this.#place.dialled(OK);
  }

  limited(streams: number): void {
    this.#streams.limit = Math.min(streams, this.#core.streamsPerConnection);
    this.#startWaiting();
  }

  finished(slot: number, outcome: number): void {
    const { streams, batchNowNs } = this.#core;
    // Answered before it had the whole request: the rest is not wanted.
    if (streams.unsentBytes[slot]! > 0) writeReset(this.#outgoing, streams.streamId[slot]!, CANCEL);
    this.#streams.complete(slot, outcome, batchNowNs);
    this.#afterEnd(batchNowNs);
  }

  gaveUp(slot: number, code: number, outcome: number): void {
    const { streams, batchNowNs } = this.#core;
    writeReset(this.#outgoing, streams.streamId[slot]!, code);
    this.#streams.complete(slot, outcome, batchNowNs);
    this.#afterEnd(batchNowNs);
  }

  wasReset(slot: number, code: number): void {
    const { resetOutcomes, batchNowNs } = this.#core;
    const outcome = resetOutcomes[Math.min(code, resetOutcomes.length - 1)]!;
    this.#core.noteError(outcome, `the server reset the stream (${errorCodeName(code)})`);
    this.#streams.complete(slot, outcome, batchNowNs);
    this.#afterEnd(batchNowNs);
  }

  goingAway(lastId: number, code: number, debug: string): void {
    const core = this.#core;
    core.counters.goaways++;
    this.#farewell = ` after GOAWAY ${errorCodeName(code)}${debug === '' ? '' : ` ("${debug}")`}`;
    core.noteError(core.unprocessedOutcome, `the server is leaving${this.#farewell}`);
    if (this.#state === DIALLING) {
      this.#failDial('PROTOCOL', `the server refuses the connection${this.#farewell}`);
      return;
    }
    this.#drain();
    this.#streams.completeAbove(lastId, core.unprocessedOutcome, core.batchNowNs);
    this.#afterEnd(core.batchNowNs);
  }

  broken(code: number, text: string): void {
    const core = this.#core;
    if (this.#state === CLOSED) return;
    if (this.#state === DIALLING) {
      this.#failDial('PROTOCOL', text);
      return;
    }
    core.noteError(core.protocolOutcome, text);
    const nowNs = core.sendTimeNs();
    this.#leave(code, nowNs);
    this.#streams.completeAbove(-1, core.protocolOutcome, nowNs);
  }

  /** Takes no new streams; what still waits for one goes to another connection. */
  #drain(): void {
    if (this.#state !== READY) return;
    this.#state = DRAINING;
    this.#streams.taking = false;
    this.#place.left(this);
    for (let slot = this.#streams.takeWaiting(); slot >= 0; slot = this.#streams.takeWaiting()) {
      this.#place.resubmit(slot);
    }
  }

  /** Opens streams for what waits; with the last id used up, this connection has had its time. */
  #startWaiting(): void {
    this.#streams.startWaiting();
    if (this.#ids.exhausted) this.#drain();
  }

  #afterEnd(nowNs: number): void {
    this.#startWaiting();
    if (this.#state === DRAINING && this.#streams.active === 0) this.#leave(NO_ERROR, nowNs);
  }

  /** Says farewell and ends the connection from this side. */
  #leave(code: number, nowNs: number): void {
    this.#close();
    writeGoAway(this.#outgoing, code);
    this.#outgoing.flush();
    this.#core.dialer.end(this.#socket, nowNs);
  }

  #close(): void {
    this.#state = CLOSED;
    this.#streams.taking = false;
    this.#incoming.stop();
    this.#place.left(this);
  }

  #failDial(errorClass: string, text: string): void {
    const core = this.#core;
    this.#dialFailure = core.dialFailed(errorClass, text);
    this.#incoming.stop();
    this.#socket.destroy();
    this.#state = DIAL_FAILED;
    core.settleLater(this);
  }

  #loseToPeer(outcome: number, text: string): void {
    const core = this.#core;
    if (this.#state === CLOSED) return;
    if (this.#streams.active > 0) core.noteError(outcome, text);
    else core.counters.closedWhileIdle++;
    this.#lose(outcome, core.clock.nowNs());
  }

  #lose(outcome: number, nowNs: number): void {
    const dialFailed = this.#state === DIAL_FAILED;
    this.#close();
    this.#socket.destroy();
    this.#streams.completeAbove(-1, outcome, nowNs);
    if (dialFailed) this.#place.dialled(outcome);
  }
}
