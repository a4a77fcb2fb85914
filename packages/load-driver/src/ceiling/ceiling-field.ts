import { durationNs } from '@benchwright/result-schema';
import { z } from 'zod';

/** Long enough for a rate to settle; no more of a run than it must be. */
const DEFAULT_NS = 1.2e9;
/** For `--quick`. */
export const QUICK_CEILING = '400ms';

/** The field `ceiling` of a suite's config: how long the ceiling of each kind of exchange is measured, or `false`. */
export const ceilingField = z
  .union([z.literal(false), durationNs({ max: 60e9 })], {
    error: 'must be a duration such as 1s, or false for no measurement',
  })
  .default(DEFAULT_NS)
  .describe(
    'How long the most that the generator itself could offer is measured before a cell, against a responder that does nothing; false: not at all.',
  );
