const WINDOW_SECS = 300;
const MINUTE_SECS = 60;

/** One line of `/stats/throughput`. */
export interface TypeThroughput {
  /** `Provider:EventID`. */
  readonly event_type: string;
  readonly total_events: number;
  readonly last_minute: number;
  readonly last_five_minutes: number;
  readonly average_per_second_last_minute: number;
}

interface TypeSeries {
  total: number;
  /** Events by second of the monotonic clock, modulo the window. */
  readonly perSec: Float64Array;
  lastSec: number;
}

/**
 * What was accepted, by type of event. The windows are the current second and the 59 or 299 before it. Adding a batch costs as much as it
 * has types.
 */
export class Throughput {
  readonly #nowMs: () => number;
  readonly #byType = new Map<string, TypeSeries>();
  #total = 0;

  /** @param nowMs a clock that never goes back */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  get totalEvents(): number {
    return this.#total;
  }

  add(counts: ReadonlyMap<string, number>): void {
    const sec = this.#second();
    for (const [type, count] of counts) {
      const series = this.#seriesOf(type, sec);
      forget(series, sec);
      series.perSec[sec % WINDOW_SECS] = series.perSec[sec % WINDOW_SECS]! + count;
      series.total += count;
      this.#total += count;
    }
  }

  /** All types, by name. */
  list(): TypeThroughput[] {
    const sec = this.#second();
    const lines = [...this.#byType].map(([type, series]) => {
      forget(series, sec);
      const lastMinute = sumOf(series, sec, MINUTE_SECS);
      return {
        event_type: type,
        total_events: series.total,
        last_minute: lastMinute,
        last_five_minutes: sumOf(series, sec, WINDOW_SECS),
        average_per_second_last_minute: lastMinute / MINUTE_SECS,
      };
    });
    return lines.sort((a, b) => (a.event_type < b.event_type ? -1 : 1));
  }

  #second(): number {
    return Math.floor(this.#nowMs() / 1000);
  }

  #seriesOf(type: string, sec: number): TypeSeries {
    const known = this.#byType.get(type);
    if (known !== undefined) return known;
    const made: TypeSeries = { total: 0, perSec: new Float64Array(WINDOW_SECS), lastSec: sec };
    this.#byType.set(type, made);
    return made;
  }
}

/** Empties the seconds that have passed since the series was last looked at. */
function forget(series: TypeSeries, sec: number): void {
  const passed = Math.min(sec - series.lastSec, WINDOW_SECS);
  for (let ago = 0; ago < passed; ago++) series.perSec[(sec - ago) % WINDOW_SECS] = 0;
  series.lastSec = sec;
}

function sumOf(series: TypeSeries, sec: number, secs: number): number {
  let sum = 0;
  for (let ago = 0; ago < secs; ago++) sum += series.perSec[(sec - ago + WINDOW_SECS) % WINDOW_SECS]!;
  return sum;
}
