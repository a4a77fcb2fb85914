import type { AxisUnit, ChartSeries, ChartSpec } from '../html/chart/chart-spec.js';
import { terminalSafe } from '../text/terminal-safe.js';
import { LIVE_FIGURES, type LiveBucket, type LiveFigure } from './live-history.js';
import type { LiveCell, LiveState } from './live-state.js';

const PALETTE = 8;

interface Drawn {
  readonly figure: LiveFigure;
  /** Stands behind the name of the cell. */
  readonly suffix?: string;
  readonly dashed?: boolean;
}

interface LiveVariant {
  readonly name: string;
  readonly yUnit: AxisUnit;
  readonly lines: readonly Drawn[];
}

interface LiveChart {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly yLog: ChartSpec['yLog'];
  readonly variants: readonly LiveVariant[];
}

/** The charts of a live page, in the order that they stand in. */
export const LIVE_CHARTS: readonly LiveChart[] = [
  {
    id: 'rate',
    title: 'Requests per second',
    description: 'Requests offered and answered per second, a line per cell.',
    yLog: 'linear-first',
    variants: [
      {
        name: 'answered and offered',
        yUnit: '1/s',
        lines: [
          { figure: 'completedPerSec' },
          { figure: 'offeredPerSec', suffix: ', offered', dashed: true },
        ],
      },
      { name: 'failed', yUnit: '1/s', lines: [{ figure: 'failedPerSec' }] },
    ],
  },
  {
    id: 'latency',
    title: 'Response time',
    description: 'Response time from when a request was due, of the last second, a line per cell.',
    yLog: true,
    variants: [
      { name: 'p99', yUnit: 'ns', lines: [{ figure: 'p99Ns' }] },
      { name: 'p50', yUnit: 'ns', lines: [{ figure: 'p50Ns' }] },
    ],
  },
  {
    id: 'queue',
    title: 'Requests under way',
    description: 'Requests that were sent and not yet answered, and those that were due and not yet sent.',
    yLog: 'linear-first',
    variants: [
      { name: 'in flight', yUnit: 'count', lines: [{ figure: 'inFlight' }] },
      { name: 'waiting', yUnit: 'count', lines: [{ figure: 'queued' }] },
    ],
  },
  {
    id: 'generator',
    title: 'Health of the generator',
    description:
      'CPU that the generator uses, and how late it sends: where these rise, the numbers are its own.',
    yLog: 'linear-first',
    variants: [
      { name: 'CPU, cores', yUnit: 'cores', lines: [{ figure: 'cpuCores' }] },
      { name: 'send lag, p99', yUnit: 'ns', lines: [{ figure: 'sendLagP99Ns' }] },
    ],
  },
];

/** What the page draws of a state: as many cells as it has colours, those measured last. Pure; O(buckets). */
export function liveCharts({ history, sample }: LiveState): ChartSpec[] {
  const cells = lastMeasured(history, sample?.cell ?? null);
  const bands = cells.flatMap(({ buckets }) => warmUpsOf(buckets));
  return LIVE_CHARTS.map(({ id, description, yLog, variants }) => ({
    id,
    description,
    xUnit: 'sec',
    xLog: false,
    yLog,
    bands,
    variants: variants.map(({ name, yUnit, lines }) => ({
      name,
      yUnit,
      series: cells.flatMap(({ cell, color, buckets }) =>
        lines.map((line) => lineOf(`${terminalSafe(cell)}${line.suffix ?? ''}`, color, buckets, line)),
      ),
    })),
  }));
}

interface ColoredCell extends LiveCell {
  readonly color: number;
}

function lastMeasured(history: readonly LiveCell[], now: string | null): ColoredCell[] {
  const colored = history.map((entry, i) => ({ ...entry, color: (i % PALETTE) + 1 }));
  if (colored.length <= PALETTE) return colored;
  const lastSec = ({ cell, buckets }: LiveCell): number =>
    cell === now ? Number.POSITIVE_INFINITY : (buckets.at(-1)?.toSec ?? 0);
  const kept = new Set([...colored].sort((a, b) => lastSec(b) - lastSec(a)).slice(0, PALETTE));
  // Two cells of one colour could not be told apart.
  return colored.filter((entry) => kept.has(entry)).map((entry, i) => ({ ...entry, color: i + 1 }));
}

function lineOf(
  label: string,
  color: number,
  buckets: readonly LiveBucket[],
  { figure, dashed }: Drawn,
): ChartSeries {
  const place = LIVE_FIGURES.indexOf(figure);
  const points = buckets.flatMap((bucket, i) => [
    ...(i > 0 && buckets[i - 1]?.trial !== bucket.trial ? [{ x: bucket.fromSec - 1e-3, y: null }] : []),
    ...pointsOf(bucket, place),
  ]);
  return {
    label,
    color,
    ...(dashed === true ? { dashed } : {}),
    x: points.map(({ x }) => x),
    y: points.map(({ y }) => y),
  };
}

/** Both extremes of a joined bucket are drawn, side by side. */
function pointsOf({ fromSec, toSec, low, high }: LiveBucket, place: number) {
  const [least, most] = [low[place] ?? null, high[place] ?? null];
  if (fromSec === toSec || least === most) return [{ x: toSec, y: most }];
  return [
    { x: fromSec, y: least },
    { x: toSec, y: most },
  ];
}

/** Neighbouring samples of a warm-up, as stretches. */
function warmUpsOf(buckets: readonly LiveBucket[]): [number, number][] {
  const stretches: [number, number][] = [];
  let open = false;
  for (const { phase, fromSec, toSec } of buckets) {
    const last = stretches.at(-1);
    if (phase === 'warmup' && open && last !== undefined) last[1] = toSec;
    else if (phase === 'warmup') stretches.push([fromSec, toSec]);
    open = phase === 'warmup';
  }
  return stretches;
}
