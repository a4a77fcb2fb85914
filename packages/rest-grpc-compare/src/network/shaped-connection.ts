import type { Socket } from 'node:net';
import type { Clock } from '@benchwright/load-driver';
import type { DelayLine } from './delay-line.js';
import type { Lateness } from './lateness.js';
import type { LinkedConnection } from './link.js';
import type { ReleaseSchedule, Scheduled } from './release-schedule.js';

/**
 * What may be under way in one direction of one connection before the sender is made to wait: the largest window of Linux by default
 * (net.ipv4.tcp_wmem). The sender goes on at half of it, which must be more than a link holds at its rate, or the link runs dry: 100 ms of 100 Mbit/s
 * are 1.25 MB.
 */
const MOST_HELD_BYTES = 4 * 1024 * 1024;

export interface ShapedPathOptions {
  readonly clock: Clock;
  readonly schedule: ReleaseSchedule;
  readonly lateness: Lateness;
}

/** One direction of one connection between its two sockets: from the one that is read, through the line, to the one that is written. */
class ShapedPath implements Scheduled {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #line: DelayLine;
  readonly #o: ShapedPathOptions;

  constructor(from: Socket, to: Socket, line: DelayLine, options: ShapedPathOptions) {
    this.#from = from;
    this.#to = to;
    this.#line = line;
    this.#o = options;
    from.on('data', (bytes) => {
      line.push(options.clock.nowNs(), bytes);
      this.#moveOn();
      if (this.#held() > MOST_HELD_BYTES) from.pause();
    });
    from.on('end', () => {
      line.end(options.clock.nowNs());
      this.#moveOn();
    });
    from.on('error', () => {
      line.reset(options.clock.nowNs());
      this.#moveOn();
    });
    to.on('drain', () => this.#letMoreIn());
    to.on('close', () => this.#line.clear());
  }

  get nextReleaseNs(): number {
    return this.#line.nextReleaseNs;
  }

  release(nowNs: number): void {
    const { lateness } = this.#o;
    this.#to.cork();
    while (this.#line.nextReleaseNs <= nowNs) {
      lateness.record(nowNs - this.#line.nextReleaseNs);
      this.#arrive();
    }
    this.#to.uncork();
    this.#letMoreIn();
  }

  /** What is due goes on at once, without a detour over the schedule. */
  #moveOn(): void {
    const nowNs = this.#o.clock.nowNs();
    if (this.#line.nextReleaseNs <= nowNs) this.release(nowNs);
    this.#o.schedule.add(this);
  }

  #arrive(): void {
    const arrival = this.#line.shift();
    if (arrival === 'reset') this.#to.resetAndDestroy();
    else if (arrival === 'end') this.#to.end();
    else if (arrival !== undefined && this.#to.writable) this.#to.write(arrival);
  }

  #held(): number {
    return this.#line.heldBytes + this.#to.writableLength;
  }

  #letMoreIn(): void {
    if (this.#from.isPaused() && this.#held() <= MOST_HELD_BYTES / 2) this.#from.resume();
  }
}

/** Joins a client's socket and the one to the server through a link. Both must allow half-open connections. */
export function shapeConnection(
  client: Socket,
  server: Socket,
  { up, down }: LinkedConnection,
  options: ShapedPathOptions,
): void {
  // Held back by nobody but the link: packets leave as they come.
  client.setNoDelay(true);
  server.setNoDelay(true);
  new ShapedPath(client, server, up, options);
  new ShapedPath(server, client, down, options);
}
