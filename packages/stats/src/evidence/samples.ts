import { requireArgument } from '../errors.js';
import { type Warning, warn } from './warning.js';

/** Any list of numbers: an array or a typed array. Never modified by this package unless it says so. */
export type Samples = ArrayLike<number>;

/** An ascending copy. O(n log n); NaN go last. */
export function sorted(samples: Samples): Float64Array {
  return Float64Array.from(samples).sort();
}

/** A `NON_FINITE` warning when arithmetic on the samples would not give a number; else undefined. */
export function nonFiniteWarning(samples: Samples, label = 'samples'): Warning | undefined {
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i]!;
    if (!Number.isFinite(value)) {
      return warn('NON_FINITE', `${label}[${i}] is ${value}; remove or explain it before estimating`);
    }
  }
  return undefined;
}

/** A `NON_FINITE` warning only for NaN: methods that use nothing but order accept ±Infinity. */
export function nanWarning(samples: Samples, label = 'samples'): Warning | undefined {
  for (let i = 0; i < samples.length; i++) {
    if (Number.isNaN(samples[i])) {
      return warn('NON_FINITE', `${label}[${i}] is NaN; remove or explain it before estimating`);
    }
  }
  return undefined;
}

/** Pairs are made by position: different lengths are a mistake of the caller. */
export function requirePairs(baseline: Samples, candidate: Samples): void {
  requireArgument(
    baseline.length === candidate.length,
    `paired samples need equal lengths, got ${baseline.length} and ${candidate.length}`,
  );
}

/** candidate − baseline, pair by pair. */
export function differences(baseline: Samples, candidate: Samples): Float64Array {
  requirePairs(baseline, candidate);
  return Float64Array.from(baseline, (value, i) => candidate[i]! - value);
}
