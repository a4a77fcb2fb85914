import { trialMetric } from '@benchwright/load-driver';
import { formatValue } from '@benchwright/report';
import type { Metric, TrialRecord } from '@benchwright/result-schema';
import { z } from 'zod';
import { besideClient } from './beside-client.js';
import { bucketText } from './histogram-lines.js';
import { bucketPercentile, mergedHistogram, type ServerHistogram } from './server-histogram.js';

/** Where a trial's record keeps what the server said of itself, among the evidence. */
export const SERVER_EVIDENCE = 'serverHistogram';

const evidenceSchema = z.object({
  count: z.number(),
  sumNs: z.number(),
  /** The last bound is infinite, which JSON has no number for. */
  buckets: z.array(z.object({ upToNs: z.number().nullable(), count: z.number() })),
});

/** A server's histograms over a trial as one, for the record. The scrapes themselves are not of the trial. Null where there is nothing to tell. Pure. */
export function serverEvidence(
  histograms: readonly ServerHistogram[],
): z.output<typeof evidenceSchema> | null {
  const merged = mergedHistogram(
    histograms.filter(({ labels }) => !Object.values(labels).some((value) => value.endsWith('/metrics'))),
  );
  if (merged === null) return null;
  const buckets = merged.buckets.map(({ upToNs, count }) => ({
    upToNs: Number.isFinite(upToNs) ? upToNs : null,
    count,
  }));
  return { count: merged.count, sumNs: merged.sumNs, buckets };
}

/** The code of the note that has the buckets of the server's percentiles. */
const SERVER_BUCKETS = 'SERVER_BUCKETS';

const PERCENTILES = [50, 95, 99];

/**
 * The server's own mean time in its handlers, and what the mean request spent outside them, by the client's clock: queueing, kernel, client. Only where
 * every trial has both and they counted the same requests. Pure.
 */
export function serverTimes(trials: readonly TrialRecord[]): Record<string, Metric> {
  const found = trials.flatMap((trial) => {
    const server = histogramOf(trial);
    const client = trial.distributions.serviceTimeNs;
    if (server === null || client === undefined || client.count === 0) return [];
    const beside = besideClient(server, { count: trial.counts.sent, meanNs: client.mean, percentilesNs: {} });
    return beside.countsDiffer ? [] : [{ server, beside }];
  });
  if (found.length === 0 || found.length < trials.length) return {};
  const merged = mergedHistogram(found.map(({ server }) => server));
  const text =
    merged === null
      ? []
      : [PERCENTILES.map((p) => `p${p} ${bucketText(bucketPercentile(merged, p))}`).join(', ')];
  return {
    serverHandlerNs: trialMetric({
      ...{ unit: 'ns', better: 'lower', statistic: 'mean of the server’s own histogram' },
      perTrial: found.map(({ beside }) => beside.serverMeanNs),
      warnings: text.map((buckets) => ({ code: SERVER_BUCKETS, text: buckets })),
    }),
    outsideHandlerNs: trialMetric({
      ...{ unit: 'ns', better: 'lower', statistic: 'mean service time − mean in the handler' },
      perTrial: found.map(({ beside }) => Math.max(0, beside.outsideMeanNs)),
    }),
  };
}

/** What the server said of itself, in a line; null where it did not. Pure. */
export function serverTimesText(metrics: Readonly<Record<string, Metric>>): string | null {
  const { serverHandlerNs: inside, outsideHandlerNs: outside } = metrics;
  if (inside === undefined || outside === undefined) return null;
  const buckets = inside.warnings.find(({ code }) => code === SERVER_BUCKETS)?.text;
  const times = `mean ${formatValue('ns', inside.estimate)} in the handler, ${formatValue('ns', outside.estimate)} outside it`;
  return buckets === undefined ? times : `${times}; in the handler ${buckets}`;
}

function histogramOf({ evidence }: TrialRecord): ServerHistogram | null {
  const { success, data } = evidenceSchema.safeParse(evidence?.[SERVER_EVIDENCE]);
  if (!success || !(data.count > 0)) return null;
  const buckets = data.buckets.map(({ upToNs, count }) => ({
    upToNs: upToNs ?? Number.POSITIVE_INFINITY,
    count,
  }));
  return { labels: {}, count: data.count, sumNs: data.sumNs, buckets };
}
