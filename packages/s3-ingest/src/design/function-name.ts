import type { Workload } from '../lambda/settings.js';

/**
 * How functions are called. `full`: `ingest-events-m512-b10-rc10`, `ingest-batch-m512-p8-rc10`, which names every factor.
 * `short`: `s3-experiment-events-512mb-10`, which leaves the reserved concurrency out.
 */
export const NAMINGS = ['full', 'short'] as const;
export type Naming = (typeof NAMINGS)[number];

/** What a function's name says. */
export interface NamedFunction {
  /** What stands before the workload, its hyphen included: `ingest-`. */
  readonly base: string;
  readonly workload: Workload;
  readonly memoryMb: number;
  /** Events in an object (events) or MB of a part (batch). */
  readonly factor: number;
  /** Null in the short form, which does not say. */
  readonly reservedConcurrency: number | null;
  /** What stands behind: the variant of a factor that the original does not have; empty as a rule. */
  readonly variant: string;
}

const FULL = /^(.*-)?(events|batch)-m(\d+)-([bp])(\d+)-rc(\d+)(-[a-z]+)*$/;
const SHORT = /^(.*-)?(events|batch)-(\d+)mb-(\d+)(-[a-z]+)*$/;
const FACTOR_LETTER: Readonly<Record<Workload, string>> = { events: 'b', batch: 'p' };

/** Reads a name of either form; null for any other, which then is nobody's guess. Pure. */
export function parseFunctionName(name: string): NamedFunction | null {
  const full = FULL.exec(name);
  if (full !== null) {
    const [, base = '', workload, memory, letter, factor, reserved] = full;
    if (!isWorkload(workload) || FACTOR_LETTER[workload] !== letter) return null;
    const variant = name.slice(name.indexOf(`-rc${reserved}`) + `-rc${reserved}`.length);
    return {
      base,
      workload,
      memoryMb: Number(memory),
      factor: Number(factor),
      reservedConcurrency: Number(reserved),
      variant,
    };
  }
  const short = SHORT.exec(name);
  if (short === null) return null;
  const [, base = '', workload, memory, factor] = short;
  if (!isWorkload(workload)) return null;
  const head = `${base}${workload}-${memory}mb-${factor}`;
  return {
    base,
    workload,
    memoryMb: Number(memory),
    factor: Number(factor),
    reservedConcurrency: null,
    variant: name.slice(head.length),
  };
}

/** The name of a function in the form asked for. Pure; `parseFunctionName` reads it back. */
export function functionName(named: NamedFunction, naming: Naming): string {
  const { base, workload, memoryMb, factor, reservedConcurrency, variant } = named;
  return naming === 'full'
    ? `${base}${workload}-m${memoryMb}-${FACTOR_LETTER[workload]}${factor}-rc${reservedConcurrency ?? 0}${variant}`
    : `${base}${workload}-${memoryMb}mb-${factor}${variant}`;
}

/** What of a prefix stands before the workload: `ingest-` of `ingest-`, `ingest-events-` and `ingest-events-m512-` alike. Pure. */
export function baseOf(prefix: string): string {
  const at = /(?:^|-)(events|batch)(?:-|$)/.exec(prefix);
  if (at === null) return prefix === '' || prefix.endsWith('-') ? prefix : `${prefix}-`;
  return prefix.slice(0, at.index + (at[0].startsWith('-') ? 1 : 0));
}

function isWorkload(text: string | undefined): text is Workload {
  return text === 'events' || text === 'batch';
}
