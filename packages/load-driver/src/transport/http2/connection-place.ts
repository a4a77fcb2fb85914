import type { ConnectionPlace } from '../connection/socket-transport.js';
import { Http2Connection, type PlaceOfConnection } from './http2-connection.js';
import type { Http2Core } from './http2-core.js';

/**
 * One place where a connection can be. A connection that is lost or may not be used any more is replaced by the next
 * request; until then the place is empty. Streams may still end on one that has left.
 */
export class Http2Place implements ConnectionPlace, PlaceOfConnection {
  readonly firstSlot: number;
  readonly #core: Http2Core<Http2Connection>;
  /** Those that have left the place but not ended: they are discarded with it. */
  readonly #draining = new Set<Http2Connection>();
  #current: Http2Connection | undefined;
  #established = false;
  #onDialled: ((outcome: number) => void) | undefined;

  constructor(core: Http2Core<Http2Connection>, firstSlot: number) {
    this.#core = core;
    this.firstSlot = firstSlot;
  }

  prepare(): Promise<number> {
    return new Promise((resolve) => {
      this.#onDialled = resolve;
      this.#current = new Http2Connection(this.#core, this, this.#core.clock.nowNs());
    });
  }

  submit(slot: number): void {
    this.#current ??= new Http2Connection(this.#core, this, this.#core.sendTimeNs());
    this.#current.submit(slot);
  }

  resubmit(slot: number): void {
    this.submit(slot);
  }

  sweep(nowNs: number): void {
    this.#current?.sweep(nowNs);
  }

  discard(): void {
    this.#current?.discard();
    for (const connection of this.#draining) connection.discard();
    this.#current = undefined;
    this.#draining.clear();
  }

  established(connectNs: number): void {
    const replaces = this.#established;
    this.#established = true;
    this.#core.established(connectNs, replaces);
  }

  dialled(outcome: number): void {
    const report = this.#onDialled;
    this.#onDialled = undefined;
    report?.(outcome);
  }

  left(connection: Http2Connection): void {
    if (this.#current === connection) this.#current = undefined;
    if (connection.draining) this.#draining.add(connection);
    else this.#draining.delete(connection);
  }
}
