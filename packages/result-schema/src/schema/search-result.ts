import { z } from 'zod';

const bound = z.number().nullable();

/** What one probe of a search showed. */
export const searchProbeSchema = z.strictObject({
  probe: z.int().min(0),
  ratePerSec: z.number(),
  /** `generator`: not met, but the generator or its machine had given out, so that it says nothing about the target. */
  outcome: z.enum(['met', 'missed', 'generator']),
  /** Why it was not met, with figures; empty when it was. */
  text: z.string(),
});

/** All probes of one rate together. Null where nothing was answered. */
export const searchCurvePointSchema = z.strictObject({
  ratePerSec: z.number(),
  answeredPerSec: z.number(),
  responseMeanNs: bound,
  responseP50Ns: bound,
  responseP99Ns: bound,
  errorShare: z.number(),
  probes: z.int().min(1),
  met: z.int().min(0),
});

/** The outcome of a search for the highest rate that meets an SLO. */
export const searchResultSchema = z.strictObject({
  slo: z.array(z.string()),
  /** `imprecise`: all probes allowed were made, and the interval is still wider than asked; `unfinished`: some were not. */
  outcome: z.enum(['found', 'imprecise', 'below-range', 'above-range', 'unfinished']),
  /** Who gave out above the rate found; null when nobody did, or it is not known. */
  limitedBy: z.enum(['target', 'generator']).nullable(),
  ratePerSec: bound,
  interval: z.tuple([bound, bound]),
  confidence: z.number(),
  method: z.string(),
  /** By rate, ascending: latency against rate. */
  curve: z.array(searchCurvePointSchema),
  /** The rate on the curve at which rate ÷ mean response time is highest. */
  kneeRatePerSec: bound,
  probes: z.array(searchProbeSchema),
  statement: z.string(),
});

export type SearchProbe = z.infer<typeof searchProbeSchema>;
export type SearchCurvePoint = z.infer<typeof searchCurvePointSchema>;
export type SearchResult = z.infer<typeof searchResultSchema>;
