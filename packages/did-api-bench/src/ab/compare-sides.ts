import { wholeRounds } from '@benchwright/endpoint-load';
import { type RunRecords, summarizeRun } from '@benchwright/load-driver';
import { type Replicates, replicatesOf } from '@benchwright/report';
import type { RunResult } from '@benchwright/result-schema';
import { didMetrics } from '../summarize/did-metrics.js';
import { type DidSide, SIDES, sideCell } from './sides.js';

/** What of a trial says something of the API. The generator's own figures (send lag, connections) do not. */
const OF_THE_API: ReadonlySet<string> = new Set([
  'responseTimeNs',
  'responseTimeP95Ns',
  'responseTimeP99Ns',
  'errorShare',
  'requestsPerSec',
  'targetCpuNs',
  'targetRssBytes',
]);

/** What every suite has, of the rounds that both sides of an operation finished, so that value i of one belongs to value i of the other. Pure. */
export function summarizeDidAb(records: RunRecords): RunResult {
  const { cells } = records.header.plan;
  const operations = [...new Set(cells.map(({ factors }) => String(factors.operation)))];
  const whole = operations.flatMap((operation) => {
    const ids = new Set(SIDES.map((side) => sideCell(operation, side)));
    return wholeRounds(records.trials.filter(({ cell }) => ids.has(cell))).flat();
  });
  const trials = whole.length === 0 ? records.trials : whole;
  return summarizeRun({ ...records, trials }, { extraMetrics: didMetrics });
}

/** The two sides of a comparison as `compareReplicates` takes them: under the operation's name, so that they meet, and only with what says something of the API. Pure. */
export function didSides(
  result: RunResult,
  labels: Readonly<Record<DidSide, string>>,
): readonly [baseline: Replicates, candidate: Replicates] {
  const open = result.cells.some(({ factors }) => factors.load !== 'closed');
  // In an open loop the rate is what was asked for: it tells nothing of the API.
  const told = (metric: string): boolean => OF_THE_API.has(metric) && !(open && metric === 'requestsPerSec');
  const all = replicatesOf(result, '');
  const operationOf = new Map(result.cells.map(({ id, factors }) => [id, String(factors.operation)]));
  const sideOfCell = new Map(result.cells.map(({ id, factors }) => [id, factors.side]));
  const [baseline, candidate] = SIDES.map((side): Replicates => {
    const metrics = all.metrics
      .filter(({ cell, metric }) => sideOfCell.get(cell) === side && told(metric))
      .map((one) => ({ ...one, cell: operationOf.get(one.cell) ?? one.cell }));
    return { ...all, label: labels[side], metrics };
  });
  // Both sides are of one run: what is wrong with it would else be said twice.
  return [{ ...baseline!, validity: null }, candidate!];
}

/** A stored run as a side of a comparison with another: only what says something of the API. Pure. */
export function didReplicates(result: RunResult, label: string): Replicates {
  const all = replicatesOf(result, label);
  const open = new Set(result.cells.filter(({ factors }) => factors.load !== 'closed').map(({ id }) => id));
  const told = ({ cell, metric }: { readonly cell: string; readonly metric: string }): boolean =>
    OF_THE_API.has(metric) && !(open.has(cell) && metric === 'requestsPerSec');
  return { ...all, metrics: all.metrics.filter(told) };
}
