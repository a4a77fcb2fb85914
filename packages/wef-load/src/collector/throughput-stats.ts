import { setTimeout as sleep } from 'node:timers/promises';
import type { Http1TlsOptions } from '@benchwright/load-driver';
import { z } from 'zod';
import { ask } from './ask.js';

const ANSWER_WITHIN_MS = 5000;
const ASK_EVERY_MS = 50;

/** `/stats/throughput`: a line for each event type; unknown fields are let be. */
const statsSchema = z.array(z.object({ event_type: z.string(), total_events: z.number().min(0) }));

/** What a collector says it has received. */
export interface Received {
  readonly events: number;
  /** After the last answer, until it said so. */
  readonly settledNs: number;
}

/** Reads `/stats/throughput`, which counts events since the collector was started. */
export class ThroughputStats {
  readonly #url: string;
  readonly #tls: Http1TlsOptions | null;
  #baseline = 0;
  /** Why the last answer could not be used. */
  lastProblem: string | undefined;

  constructor(url: string, tls: Http1TlsOptions | null) {
    this.#url = url;
    this.#tls = tls;
  }

  /** Remembers what was received so far; false when that cannot be read. */
  async setBaseline(): Promise<boolean> {
    const total = await this.#total();
    this.#baseline = total ?? 0;
    return total !== null;
  }

  get baseline(): number {
    return this.#baseline;
  }

  /** Asks until `expected` events were received since the baseline, or the time is up. Null when there is no answer that can be read. */
  async received(expected: number, settleNs: number, signal: AbortSignal): Promise<Received | null> {
    const startMs = performance.now();
    let last: Received | null = null;
    for (;;) {
      const total = await this.#total();
      const settledNs = (performance.now() - startMs) * 1e6;
      if (total !== null) last = { events: total - this.#baseline, settledNs };
      if ((last !== null && last.events >= expected) || settledNs >= settleNs || signal.aborted) return last;
      await sleep(ASK_EVERY_MS);
    }
  }

  async #total(): Promise<number | null> {
    try {
      const { status, body } = await ask({ url: this.#url, tls: this.#tls, timeoutMs: ANSWER_WITHIN_MS });
      if (status !== 200) throw new Error(`answered ${status}`);
      const lines = statsSchema.parse(JSON.parse(body));
      return lines.reduce((sum, line) => sum + line.total_events, 0);
    } catch (error) {
      const said =
        error instanceof z.ZodError ? 'is not the array of event types that it should be' : String(error);
      this.lastProblem = `GET ${this.#url}: ${said}`;
      return null;
    }
  }
}
