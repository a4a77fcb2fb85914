import type { CellResult } from '@benchwright/result-schema';
import type { CellTrial } from '../analysis/cell-trial.js';
import { batchOrMultipart, type CellSpec, specOf } from '../design/cell-spec.js';
import { METRICS } from './metric-names.js';

/** What is analysed: the trials of the cells of one workload. Latency is the response time: only it feels throttles and waits. Pure. */
export function cellTrials(cells: readonly CellResult[], workload: CellSpec['workload']): CellTrial[] {
  return cells.flatMap((cell) => {
    const spec = specOf(cell);
    if (spec.workload !== workload) return [];
    const value = (name: string, i: number): number => cell.metrics[name]?.perTrial?.[i] ?? Number.NaN;
    return cell.series.slice(0, cell.trials).map(
      ({ trial }, i): CellTrial => ({
        cellId: cell.id,
        factors: analysedFactors(spec),
        round: trial,
        latencyP50Ns: value('responseTimeNs', i),
        latencyP95Ns: value(METRICS.responseP95, i),
        latencyMeanNs: value(METRICS.responseMean, i),
        objectsPerSec: value(METRICS.objectsPerSec, i),
        bytesPerSec: value(METRICS.bytesPerSec, i),
        usdPerMillionObjects: value(METRICS.usdPerMillion, i),
      }),
    );
  });
}

function analysedFactors(spec: CellSpec): CellTrial['factors'] {
  const { memoryMb, reservedConcurrency, checksumMode, payloadSigning, workload } = spec;
  const factor = workload === 'events' ? 'batch events' : 'part MB';
  return {
    'memory MB': memoryMb,
    [factor]: batchOrMultipart(spec),
    reserved: reservedConcurrency,
    checksum: checksumMode,
    signing: payloadSigning,
  };
}
