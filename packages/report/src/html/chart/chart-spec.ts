/** How the numbers of an axis are written. */
export type AxisUnit = 'ns' | '1/s' | 'B' | 'share' | 'cores' | 'count' | 'sec' | 'percentile';

/** A line: its own x values, so that lines of different cells need no common grid. A null y ends a piece of it. */
export interface ChartSeries {
  readonly label: string;
  /** 1 to 8: an entry of the page's palette. */
  readonly color: number;
  readonly dashed?: boolean;
  /** Not drawn until asked for. */
  readonly hidden?: boolean;
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
}

/** One of the ways to fill a chart, chosen by a button above it. */
export interface ChartVariant {
  readonly name: string;
  readonly yUnit: AxisUnit;
  readonly series: readonly ChartSeries[];
}

/** What the script of the page draws: plain data, embedded as JSON. */
export interface ChartSpec {
  readonly id: string;
  /** For whoever does not see it. */
  readonly description: string;
  readonly xUnit: AxisUnit;
  /** `percentile` is a logarithmic axis of 1 ÷ (1 − q), so that 99.9 % has as much room as 90 %. */
  readonly xLog: boolean;
  /** Whether the y axis begins logarithmic, and may be switched. */
  readonly yLog: boolean | 'linear-first';
  /** Shaded parts of the x axis: warm-ups. */
  readonly bands: readonly (readonly [from: number, to: number])[];
  readonly variants: readonly ChartVariant[];
}
