import type { Series } from '@benchwright/result-schema';
import type { TrialFacts } from '../../input/report-input.js';
import type { ShownCell } from '../shown-cells.js';
import type { ChartSeries, ChartSpec, ChartVariant } from './chart-spec.js';
import { peakIndices } from './downsample.js';

/** Points a line is drawn with at most; a page is about a thousand pixels wide. */
const MOST_POINTS = 900;
const SEC = 1e9;

/** A trial on the time axis of its run. */
interface PlacedTrial {
  readonly trial: number;
  readonly startSec: number;
  readonly durationSec: number;
  readonly warmupSec: number;
  readonly series: Series;
}

/** Answers, failures and offered load per second over the time of the run. */
export function throughputChart(cells: readonly ShownCell[]): ChartSpec | null {
  const rate =
    (counts: (series: Series) => readonly number[]) => (series: Series, i: number, lengthNs: number) =>
      ((counts(series)[i] ?? 0) * SEC) / lengthNs;
  return timeChart(
    'throughput',
    'Answers per second over the run, a line per cell; warm-ups are shaded.',
    cells,
    'linear-first',
    [
      { name: 'answered', yUnit: '1/s', value: rate(({ ok }) => ok) },
      { name: 'offered', yUnit: '1/s', value: rate(({ offered }) => offered) },
      { name: 'failed', yUnit: '1/s', value: rate(({ failed }) => failed) },
    ],
  );
}

/** Response time over the time of the run. */
export function latencyChart(cells: readonly ShownCell[]): ChartSpec | null {
  const latency = (values: (series: Series) => readonly number[]) => (series: Series, i: number) =>
    (series.ok[i] ?? 0) > 0 ? (values(series)[i] ?? null) : null;
  return timeChart(
    'latency',
    'Response time over the run, a line per cell; warm-ups are shaded.',
    cells,
    true,
    [
      { name: 'p99', yUnit: 'ns', value: latency(({ responseP99Ns }) => responseP99Ns) },
      { name: 'p50', yUnit: 'ns', value: latency(({ responseP50Ns }) => responseP50Ns) },
      { name: 'maximum', yUnit: 'ns', value: latency(({ responseMaxNs }) => responseMaxNs) },
    ],
  );
}

/** CPU and memory of the target's process and the generator's share of its core, trial by trial. */
export function usageChart(cells: readonly ShownCell[]): ChartSpec | null {
  const perTrial = (
    name: string,
    yUnit: ChartVariant['yUnit'],
    value: (shown: ShownCell, placed: PlacedTrial) => number | null,
  ): ChartVariant => ({
    name,
    yUnit,
    series: cells.flatMap((shown) => {
      const points = placedTrials(shown).flatMap((placed) => {
        const y = value(shown, placed);
        return y === null ? [] : [{ x: placed.startSec + placed.durationSec / 2, y }];
      });
      return points.length === 0 ? [] : [lineOf(shown, points)];
    }),
  });
  const healthOf = ({ cell }: ShownCell, { trial }: PlacedTrial) =>
    cell.health.find((entry) => entry.trial === trial);
  const variants = [
    perTrial('target CPU, cores', 'cores', (shown, placed) => {
      const used = healthOf(shown, placed)?.target?.cpuNs;
      return used === undefined || placed.durationSec <= 0 ? null : used / SEC / placed.durationSec;
    }),
    perTrial('target memory', 'B', (shown, placed) => healthOf(shown, placed)?.target?.maxRssBytes ?? null),
    perTrial('generator busy', 'share', (shown, placed) => healthOf(shown, placed)?.health.busyShare ?? null),
  ].filter(({ series }) => series.length > 0);
  if (variants.length === 0) return null;
  return {
    id: 'usage',
    description: 'CPU and memory of the target and how busy the generator was, a point per trial.',
    xUnit: 'sec',
    xLog: false,
    yLog: 'linear-first',
    bands: bandsOf(cells),
    variants,
  };
}

interface TimeVariant {
  readonly name: string;
  readonly yUnit: ChartVariant['yUnit'];
  value(series: Series, index: number, lengthNs: number): number | null;
}

function timeChart(
  id: string,
  description: string,
  cells: readonly ShownCell[],
  yLog: ChartSpec['yLog'],
  wanted: readonly TimeVariant[],
): ChartSpec | null {
  const variants = wanted
    .map(
      ({ name, yUnit, value }): ChartVariant => ({
        name,
        yUnit,
        series: cells.flatMap((shown) => {
          const points = placedTrials(shown).flatMap((placed) => [...trialPoints(placed, value), GAP]);
          return points.some(({ y }) => y !== null) ? [lineOf(shown, points.slice(0, -1))] : [];
        }),
      }),
    )
    .filter(
      ({ name, series }) =>
        name !== 'failed' || series.some(({ y }) => y.some((failed) => (failed ?? 0) > 0)),
    )
    .filter(({ series }) => series.length > 0);
  return variants.length === 0
    ? null
    : { id, description, xUnit: 'sec', xLog: false, yLog, bands: bandsOf(cells), variants };
}

interface Point {
  readonly x: number;
  readonly y: number | null;
}

/** Lies between two trials; its x is filled in from its neighbour. */
const GAP: Point = { x: Number.NaN, y: null };

function trialPoints({ startSec, durationSec, series }: PlacedTrial, value: TimeVariant['value']): Point[] {
  return series.ok.flatMap((_, i): Point[] => {
    // The last interval is seldom whole: a rate is of the time that was measured, and a sliver of a second is no rate at all.
    const lengthNs = Math.min(series.intervalNs, durationSec * SEC - i * series.intervalNs);
    if (lengthNs <= 0 || (i > 0 && lengthNs < series.intervalNs / 4)) return [];
    return [{ x: startSec + (i * series.intervalNs + lengthNs / 2) / SEC, y: value(series, i, lengthNs) }];
  });
}

function lineOf({ name, color, hidden }: ShownCell, points: readonly Point[]): ChartSeries {
  const kept = peakIndices(
    points.map(({ y }) => y),
    MOST_POINTS,
  );
  const gaps = points.flatMap(({ x }, i) => (Number.isNaN(x) ? [i] : []));
  const drawn = [...new Set([...kept, ...gaps])].sort((a, b) => a - b);
  return {
    label: name,
    color,
    hidden,
    x: drawn.map((i) => round(Number.isNaN(points[i]!.x) ? (points[i - 1]?.x ?? 0) + 1e-3 : points[i]!.x)),
    y: drawn.map((i) => points[i]!.y),
  };
}

function round(sec: number): number {
  return Math.round(sec * 1e4) / 1e4;
}

/** Where each trial of a cell was in its run; without records they are laid end to end. */
function placedTrials({ input, cell }: ShownCell): PlacedTrial[] {
  const startMs = runStartMs(input.trials);
  let endSec = 0;
  return cell.series.flatMap(({ trial, series }): PlacedTrial[] => {
    const facts = input.trials.find((known) => known.cell === cell.id && known.trial === trial);
    const lengthSec = (series.ok.length * series.intervalNs) / SEC;
    const placed = {
      trial,
      series,
      startSec: facts === undefined ? endSec : (facts.startedAtMs - startMs) / 1000,
      durationSec: facts === undefined ? lengthSec : facts.durationNs / SEC,
      warmupSec: (facts?.warmupNs ?? 0) / SEC,
    };
    endSec = placed.startSec + placed.durationSec;
    return [placed];
  });
}

/** The axis begins with the first warm-up, so that it is seen. */
function runStartMs(trials: readonly TrialFacts[]): number {
  return Math.min(...trials.map(({ startedAtMs, warmupNs }) => startedAtMs - warmupNs / 1e6));
}

function bandsOf(cells: readonly ShownCell[]): [number, number][] {
  // Runs laid over each other have warm-ups of their own; only the first one's can be shaded without hiding the others.
  const first = cells[0]?.input;
  return cells
    .filter(({ input }) => input === first)
    .flatMap(placedTrials)
    .filter(({ warmupSec }) => warmupSec > 0)
    .map(({ startSec, warmupSec }): [number, number] => [round(startSec - warmupSec), round(startSec)])
    .sort(([a], [b]) => a - b);
}
