import { loadUnion } from '../schema/load.js';
import { durationNs, ratePerSec } from './units.js';

/** {@link loadSchema} as a user writes it: durations and rates may be text with a unit. Yields a `Load`. */
export const loadConfigSchema = loadUnion(durationNs({ above: 0 }), ratePerSec({ above: 0 }));
