import type { TrialRecord } from '@benchwright/result-schema';
import { startServerMetrics } from './server-metrics.js';
import { SERVER_EVIDENCE, serverEvidence } from './trial-server-figures.js';

/** A slow page must not hold a run up. */
const TIMEOUT_MS = 2000;

/**
 * Asks a server for its own histogram before and after each trial, outside the time that is measured. One that has none is asked once and
 * left alone then: a run does not depend on it.
 */
export class TrialServerMetrics {
  readonly #url: string;
  #isThere = true;
  #started: Awaited<ReturnType<typeof startServerMetrics>> | null = null;

  constructor(url: string) {
    this.#url = url;
  }

  /** After the warm-up, before the first request that counts. Never throws. */
  async begin(): Promise<void> {
    this.#started = this.#isThere
      ? await startServerMetrics({ url: this.#url, timeoutMs: TIMEOUT_MS })
      : null;
  }

  /** The trial's record with what the server said of it. Never throws. */
  async finish(record: TrialRecord): Promise<TrialRecord> {
    const metrics = (await this.#started?.finish()) ?? null;
    this.#started = null;
    if (metrics === null) return record;
    this.#isThere = metrics.problem === null;
    const server = serverEvidence(metrics.histograms);
    return server === null
      ? record
      : { ...record, evidence: { ...record.evidence, [SERVER_EVIDENCE]: server } };
  }
}
