import type { FactorValue, RunResult, TrialRecord } from '@benchwright/result-schema';

/** What a view needs of one trial and a result does not hold: when it was, how long it took, its own distributions. */
export interface TrialFacts {
  readonly cell: string;
  readonly trial: number;
  /** Milliseconds since the epoch: the end of the warm-up, the first counted request. */
  readonly startedAtMs: number;
  readonly durationNs: number;
  /** Time spent warming up directly before; nothing of it is counted. */
  readonly warmupNs: number;
  /** Cut short: shown, but no replicate. */
  readonly interrupted: boolean;
  /** HdrHistogram V2 base64 by metric name, of this trial alone. */
  readonly histograms: Readonly<Record<string, string>>;
  /** Response times interval by interval, where the records keep them; '' for none. */
  readonly intervalNs: number;
  readonly intervalHistograms: readonly string[];
}

/** A point of a cost–latency plane: one configuration, with what it costs and how slow it is. */
export interface ParetoPoint {
  readonly label: string;
  /** In the unit that `ParetoInput.costUnit` names. */
  readonly cost: number;
  readonly latencyNs: number;
  readonly interval: readonly [number | null, number | null];
}

export interface ParetoInput {
  readonly title: string;
  readonly costUnit: string;
  /** What the latency is: `p95 of an invocation`. */
  readonly latencyName: string;
  readonly points: readonly ParetoPoint[];
}

/** A place on a numeric factor where one line goes below another. */
export interface LineCrossing {
  /** Factors that all cells of both lines have in common. */
  readonly facet: Readonly<Record<string, FactorValue>>;
  /** Ids as the factor that tells the lines apart has them; the first is lower before the crossing. */
  readonly lines: readonly [string, string];
  readonly between: readonly [number, number];
  readonly estimate: number | null;
  readonly interval: readonly [number, number];
  readonly confidence: number;
}

/** A picture of where time went; `svg` is shown as an image, so that nothing in it can act. */
export interface FlameGraph {
  readonly title: string;
  readonly svg: string;
}

/** All that a view may draw of a run: the result, and what its records and its suite know beyond that. */
export interface ReportInput {
  /** What the run is called where several are laid over each other. */
  readonly label: string;
  readonly result: RunResult;
  /** Empty when only the result is left. */
  readonly trials: readonly TrialFacts[];
  readonly crossings: readonly LineCrossing[];
  /** A cost–latency plane each. */
  readonly pareto: readonly ParetoInput[];
  readonly flameGraphs: readonly FlameGraph[];
}

/** What a suite or an artifact adds to a report. */
export type ReportExtras = Partial<Pick<ReportInput, 'label' | 'crossings' | 'pareto' | 'flameGraphs'>>;

/** The input of the views for a result and, where they are left, the records it was made of. Pure, O(records). */
export function reportInputOf(
  result: RunResult,
  records: readonly TrialRecord[] = [],
  extras: ReportExtras = {},
): ReportInput {
  return {
    label: extras.label ?? result.run.id,
    result,
    trials: records.map(factsOf).sort((a, b) => a.startedAtMs - b.startedAtMs),
    crossings: extras.crossings ?? [],
    pareto: extras.pareto ?? [],
    flameGraphs: extras.flameGraphs ?? [],
  };
}

function factsOf(record: TrialRecord): TrialFacts {
  const filled = Object.entries(record.distributions).filter(([, { count }]) => count > 0);
  return {
    cell: record.cell,
    trial: record.trial,
    startedAtMs: Date.parse(record.startedAt),
    durationNs: record.durationNs,
    warmupNs: record.warmup.durationNs,
    interrupted: record.interrupted,
    histograms: Object.fromEntries(filled.map(([name, held]): [string, string] => [name, held.histogram])),
    intervalNs: record.series.intervalNs,
    intervalHistograms: record.series.histograms ?? [],
  };
}
