import type { Redis } from 'ioredis';
import { type Report, reportSchema } from '../protocol/messages.js';
import { anotherConnection } from '../redis/open-redis.js';
import { pause } from '../within.js';

const WAIT_MS = 1000;
const AT_ONCE = 1000;

/** Reads what the agents of a crew tell, in order, on a connection of its own. */
export class ReportReader {
  readonly #redis: Redis;
  readonly #stream: string;
  readonly #onReport: (report: Report) => void;
  #isClosed = false;

  constructor(redis: Redis, stream: string, onReport: (report: Report) => void) {
    this.#redis = anotherConnection(redis);
    this.#stream = stream;
    this.#onReport = onReport;
    void this.#read();
  }

  close(): void {
    this.#isClosed = true;
    this.#redis.disconnect();
  }

  async #read(): Promise<void> {
    let last = '0';
    while (!this.#isClosed) {
      try {
        const streams = await this.#redis.xread(
          'COUNT',
          AT_ONCE,
          'BLOCK',
          WAIT_MS,
          'STREAMS',
          this.#stream,
          last,
        );
        for (const [id, fields] of streams?.[0]?.[1] ?? []) {
          last = id;
          this.#hand(fields[1] ?? '');
        }
      } catch {
        // The connection is made again by the client; whether anything is lost the crew's watch finds out.
        if (!this.#isClosed) await pause(100);
      }
    }
  }

  /** What cannot be read was not written by an agent of this version, and is nobody's report. */
  #hand(text: string): void {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return;
    }
    const report = reportSchema.safeParse(json);
    if (report.success && !this.#isClosed) this.#onReport(report.data);
  }
}
