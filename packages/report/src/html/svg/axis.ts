/** From a value to a place on the page, with the values worth a label. */
export interface Axis {
  readonly ticks: readonly number[];
  at(value: number): number;
}

interface AxisRange {
  readonly from: number;
  readonly to: number;
}

/** An axis of factors: equal distances are equal ratios. Values of 0 and below stand at its beginning. */
export function logAxis(values: readonly number[], { from, to }: AxisRange): Axis {
  const seen = values.filter((value) => value > 0 && Number.isFinite(value));
  const [least, most] = widened(Math.min(...seen), Math.max(...seen), 1.08);
  const span = Math.log(most / least);
  const at = (value: number): number =>
    value <= 0 ? from : from + Math.min(1, Math.max(0, Math.log(value / least) / span)) * (to - from);
  return { at, ticks: logTicks(least, most) };
}

/** An axis of amounts that begins at 0. */
export function zeroAxis(values: readonly number[], { from, to }: AxisRange): Axis {
  const most = Math.max(...values.filter((value) => Number.isFinite(value)), 0) * 1.05 || 1;
  const step = niceStep(most / 4);
  const ticks = Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, i) => i * step);
  return { at: (value) => from + Math.min(1, Math.max(0, value / most)) * (to - from), ticks };
}

function widened(least: number, most: number, factor: number): [number, number] {
  if (!(least > 0) || !Number.isFinite(most)) return [0.5, 2];
  return least === most ? [least / 1.5, most * 1.5] : [least / factor, most * factor];
}

/** Powers of ten where there are enough of them, else 1, 2, 5, else finer steps; at most about six. */
function logTicks(least: number, most: number): number[] {
  const decades = Math.log10(most / least);
  if (decades < 0.5) {
    const step = niceStep((most - least) / 3);
    const first = Math.ceil(least / step);
    return Array.from({ length: 8 }, (_, i) => Number(((first + i) * step).toPrecision(8))).filter(
      (tick) => tick <= most,
    );
  }
  const mantissas = decades > 4 ? [1] : decades > 1.5 ? [1, 3] : [1, 2, 5];
  const ticks: number[] = [];
  for (let e = Math.floor(Math.log10(least)); e <= Math.ceil(Math.log10(most)); e++) {
    for (const mantissa of mantissas) {
      const tick = Number(`${mantissa}e${e}`);
      if (tick >= least && tick <= most) ticks.push(tick);
    }
  }
  return ticks;
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const mantissa = rough / power;
  return (mantissa < 1.5 ? 1 : mantissa < 3.5 ? 2 : mantissa < 7.5 ? 5 : 10) * power;
}
