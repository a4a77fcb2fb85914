import { formatIn, type Scale, scaleTime } from '@benchwright/report';
import type { CellResult, Metric } from '@benchwright/result-schema';
import { LABEL, marked } from './page.js';

/** The percentiles shown, as keys of a metric's `percentiles`. */
const SHOWN = ['50', '90', '95', '99', '99.9'] as const;
const COLUMN = 9;
const TOO_FEW_SAMPLES = 'TOO_FEW_SAMPLES';

/**
 * Latencies of all requests together, one row each, in one unit; below the response time the interval of each percentile
 * over trials. In a closed loop response and service time are the same but for the generator's own hand-over, so the
 * service time and the send lag are shown for open loops only.
 */
export function latencyLines({ metrics, factors, validity }: CellResult): string[] {
  const { responseTimeNs, serviceTimeNs, sendLagNs } = metrics;
  if (responseTimeNs === undefined) return [];
  const scale = scaleTime(valuesOf(responseTimeNs));
  const latency = (label: string, metric: Metric | undefined): string[] =>
    metric === undefined
      ? []
      : [
          row(
            label,
            valuesOf(metric).map((value) => formatIn(scale, value)),
          ),
        ];
  const open = factors.load !== 'closed';
  const alreadySaid = validity.reasons.some(({ code }) => code === TOO_FEW_SAMPLES);
  return [
    row(`latency, ${scale.unit}`, ['mean', ...SHOWN.map((p) => `p${p}`), 'max']),
    ...latency('response', responseTimeNs),
    ...intervalRows(responseTimeNs, scale),
    ...(open ? [...latency('service', serviceTimeNs), ...latency('send lag', sendLagNs)] : []),
    ...(alreadySaid ? [] : thinNotes(responseTimeNs)),
  ];
}

function valuesOf({ mean, percentiles, max }: Metric): (number | null)[] {
  return [mean ?? null, ...SHOWN.map((p) => percentiles?.[p] ?? null), max ?? null];
}

/** The bounds of each percentile of the response time over trials; none with a single trial. */
function intervalRows({ percentileIntervals, confidence }: Metric, scale: Scale): string[] {
  const bounds = SHOWN.map((p) => percentileIntervals?.[p] ?? [null, null]);
  if (bounds.every(([low, high]) => low === null && high === null)) return [];
  const percent = `${Math.round(confidence * 100)} %`;
  return [0, 1].map((end) => {
    const values = bounds.map((bound) => formatIn(scale, bound[end] ?? null));
    return row(`  ${percent} ${end === 0 ? 'low' : 'high'}`, ['', ...values, '']);
  });
}

function row(label: string, values: readonly string[]): string {
  return label.padEnd(LABEL) + values.map((value) => value.padStart(COLUMN)).join('');
}

/** Which percentiles rest on a few requests only, if one that is shown does. */
function thinNotes({ warnings }: Metric): string[] {
  const ofShown = warnings.filter(
    ({ code, text }) => code === TOO_FEW_SAMPLES && SHOWN.some((p) => text.startsWith(`p${p} `)),
  );
  return ofShown.flatMap(({ text }) => marked('  note  ', text));
}
