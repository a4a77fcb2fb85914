/** A value in the unit that Benchwright calculates in: nanoseconds, bytes, bytes or events per second. */
export interface BaseValue {
  readonly value: number;
  readonly unit: string;
}

const TIMES: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  sec: 1e9,
  m: 60e9,
  min: 60e9,
  h: 3600e9,
};

const SIZES: Readonly<Record<string, number>> = {
  B: 1,
  bytes: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/**
 * The same amount in the base unit of its kind, so that `1.5 ms` and `1500 us` compare. Decimal prefixes are decimal (kB is 1000 B).
 * A unit that is not known stays as it is; none at all is `1`. Pure.
 */
export function toBaseUnit(value: number, unit: string): BaseValue {
  const [, amount = unit, perSecond] = /^(.*?)(\/s(?:ec)?)?$/s.exec(unit) ?? [];
  const size = own(SIZES, amount);
  if (perSecond !== undefined) {
    if (size !== null) return { value: value * size, unit: 'B/s' };
    return { value, unit: /^(|1|req|requests|ops|events)$/.test(amount) ? '1/s' : `${amount}/s` };
  }
  const time = own(TIMES, unit);
  if (time !== null) return { value: value * time, unit: 'ns' };
  if (size !== null) return { value: value * size, unit: 'B' };
  return unit === '%' ? { value: value / 100, unit: '1' } : { value, unit: unit === '' ? '1' : unit };
}

function own(table: Readonly<Record<string, number>>, name: string): number | null {
  return Object.hasOwn(table, name) ? table[name]! : null;
}
