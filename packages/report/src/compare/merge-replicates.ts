import { BenchwrightError, type Validity, validityOf } from '@benchwright/result-schema';
import type { MetricReplicates, Replicates, ReplicatesWarning } from './replicates.js';

/** What says that there is one trial only: true of a file, not of several together. */
const OF_ONE_FILE = 'ONE_TRIAL';

/**
 * Several results of the same thing as one side: the values of a metric one after the other. The side is as valid as its worst
 * result and was measured where the first one was. Pure.
 *
 * @throws BenchwrightError ERR_MIXED_TOOLS when they are of different tools, whose figures mean different things
 */
export function mergeReplicates(parts: readonly Replicates[]): Replicates {
  const [first, ...others] = parts;
  if (first === undefined) throw new Error('a side needs at least one result');
  if (others.length === 0) return first;
  const odd = others.find(({ tool }) => tool !== first.tool);
  if (odd !== undefined) {
    throw new BenchwrightError(
      'ERR_MIXED_TOOLS',
      `${odd.label} is of ${odd.tool}, ${first.label} of ${first.tool}: one side must be measured by one tool`,
      { hint: 'give the results of one tool only' },
    );
  }
  const labels = [...new Set(parts.map(({ label }) => label))];
  return {
    label: labels.length === 1 ? first.label : `${first.label} and ${labels.length - 1} more`,
    tool: first.tool,
    metrics: mergeMetrics(parts.flatMap(({ metrics }) => metrics)),
    warnings: distinct(parts.flatMap(({ warnings = [] }) => warnings)),
    validity: worst(parts.flatMap(({ validity }) => validity ?? [])),
    environment: parts.every(({ environment }) => environment !== null) ? first.environment : null,
  };
}

function mergeMetrics(metrics: readonly MetricReplicates[]): MetricReplicates[] {
  const merged = new Map<string, MetricReplicates>();
  for (const metric of metrics) {
    const key = JSON.stringify([metric.cell, metric.metric, metric.statistic, metric.unit]);
    const known = merged.get(key);
    merged.set(key, known === undefined ? metric : { ...known, values: [...known.values, ...metric.values] });
  }
  return [...merged.values()];
}

function distinct(warnings: readonly ReplicatesWarning[]): ReplicatesWarning[] {
  const byCode = new Map(warnings.map((warning) => [`${warning.code} ${warning.text}`, warning]));
  return [...byCode.values()].filter(({ code }) => code !== OF_ONE_FILE);
}

function worst(validities: readonly Validity[]): Validity | null {
  return validities.length === 0 ? null : validityOf(validities.flatMap(({ reasons }) => reasons));
}
