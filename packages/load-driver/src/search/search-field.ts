import { durationNs, ratePerSec, type SearchLoad, share } from '@benchwright/result-schema';
import { z } from 'zod';
import { sloSearchProblem } from '../slo/slo-field.js';

/** A minute's p99.9 of 200/s is a good reason for a long probe; hours are a slip of the pen. */
const LONGEST_PROBE_NS = 3600e9;
/** Shorter than this, the end of a probe is most of it. */
const SHORTEST_PROBE_NS = 100e6;
/** Beyond any generator on one machine: where the search ends, the target or the generator has given out, and the result says which. */
const OUT_OF_REACH_PER_SEC = 1e6;

/** How a suite's config asks for a search: `load: {model: search, …}`, with what it looks for in `slo`. Every field has a default. */
export const searchField = z
  .strictObject({
    model: z.literal('search').describe('Looks for the highest rate that meets `slo`.'),
    from: ratePerSec({ above: 0 })
      .default(100)
      .describe('The first rate tried; should be met easily. If it is not, the search ends there.'),
    to: ratePerSec({ above: 0 })
      .default(OUT_OF_REACH_PER_SEC)
      .describe(
        'No rate above this is tried. The default is out of reach: target or generator give out before.',
      ),
    probe: durationNs({ min: SHORTEST_PROBE_NS, max: LONGEST_PROBE_NS })
      .default(5e9)
      .describe('How long each rate is offered. Longer probes vary less, so that fewer are needed.'),
    precision: share({ min: 0.001, max: 0.5 })
      .default(0.025)
      .describe('Done when the 95 % interval is within this share of the rate, to either side.'),
    arrivals: z.enum(['constant', 'poisson']).default('constant').describe('Evenly spaced, or at random.'),
    growth: z
      .number()
      .gt(1)
      .max(10)
      .default(2)
      .describe('Factor from one rate to the next until the first miss.'),
    maxProbes: z.int().min(1).max(1000).default(40).describe('The search ends after so many at the latest.'),
  })
  .superRefine(({ from, to }, ctx) => {
    if (from > to)
      ctx.addIssue({ code: 'custom', path: ['to'], message: `must be at least from, ${from}/s` });
  });

/** A search as a config asks for it, complete. */
export type SearchConfig = z.output<typeof searchField>;

/** The field `load` of a suite that has no other loads than its own and a search: null, `search`, or a search with its settings. */
export const searchOnlyField = z
  .union([z.literal('search'), searchField])
  .nullable()
  .default(null)
  .describe('Null: the suite’s own load. search, or {model: search, …}: the highest rate that meets `slo`.');

/** The search that a config's `load` asks for, in either of its forms; null when it asks for something else. */
export function searchConfigOf(load: string | SearchConfig | null): SearchConfig | null {
  if (load === null || (typeof load === 'string' && load !== 'search')) return null;
  return typeof load === 'string' ? searchField.parse({ model: load }) : load;
}

/** The search as it stands in a plan. */
export function searchLoadOf(config: SearchConfig, slo: readonly string[]): SearchLoad {
  const { from, to, probe, ...rest } = config;
  return { ...rest, slo: [...slo], fromRatePerSec: from, toRatePerSec: to, probeDurationNs: probe };
}

/** What of a search and an SLO does not go together, for a config's own contradictions. Pure. */
export function searchProblems(
  load: string | SearchConfig | null,
  slo: readonly string[],
): { readonly path: readonly string[]; readonly problem: string }[] {
  if (searchConfigOf(load) === null) return [];
  const problem = sloSearchProblem(slo);
  if (problem !== null) return [{ path: ['slo'], problem }];
  if (slo.length > 0) return [];
  return [{ path: ['load'], problem: 'search needs an SLO to look for: add slo, such as p99<50ms (--slo)' }];
}
