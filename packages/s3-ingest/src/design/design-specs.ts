import type { S3IngestConfig } from '../config.js';
import { BYTES_PER_MB, type Workload } from '../lambda/settings.js';
import type { CellSpec } from './cell-spec.js';
import { baseOf, functionName } from './function-name.js';

/** A cell of the design, with the id of its own. */
export interface DesignCell {
  /** `events-m512-b10-rc10`: the function's full name without what stands before the workload. */
  readonly id: string;
  readonly spec: CellSpec;
}

/** What functions of this machine are called before their workload, in either naming. Deployed ones may be called anything. */
const LOCAL_BASES = ['', 'ingest-', 's3-experiment-'];

/** Every combination of the design's factors whose function's name begins with the prefix, each once. Pure. */
export function designSpecs(config: S3IngestConfig): DesignCell[] {
  const { functionPrefix } = config;
  if (config.functions === 'local' && !LOCAL_BASES.includes(baseOf(functionPrefix))) return [];
  return unique(config.workloads)
    .flatMap((workload) => cellsOf(workload, config))
    .filter(({ spec }) => spec.functionName.startsWith(functionPrefix));
}

function cellsOf(workload: Workload, config: S3IngestConfig): DesignCell[] {
  const { design, naming, functionPrefix, eventBytes, objectMb } = config;
  const base = baseOf(functionPrefix);
  const isEvents = workload === 'events';
  return unique(design.memoryMb).flatMap((memoryMb) =>
    unique(isEvents ? design.batchEvents : design.partMb).flatMap((factor) =>
      unique(design.reservedConcurrency).flatMap((reservedConcurrency) =>
        unique(design.checksumModes).flatMap((checksumMode) =>
          unique(design.payloadSignings).map((payloadSigning): DesignCell => {
            const variant = variantOf({ checksumMode, payloadSigning });
            const named = { base, workload, memoryMb, factor, reservedConcurrency, variant };
            const spec: CellSpec = {
              workload,
              memoryMb,
              ...(isEvents ? { batchEvents: factor } : { partMb: factor }),
              reservedConcurrency,
              checksumMode,
              payloadSigning,
              objectBytes: isEvents ? factor * eventBytes : objectMb * BYTES_PER_MB,
              functionName: functionName(named, naming),
            };
            return { id: functionName({ ...named, base: '' }, 'full'), spec };
          }),
        ),
      ),
    ),
  );
}

/** How names tell apart what the original does not vary: only what differs from the SDK's ways is said. */
function variantOf({
  checksumMode,
  payloadSigning,
}: Pick<CellSpec, 'checksumMode' | 'payloadSigning'>): string {
  return `${checksumMode === 'WHEN_REQUIRED' ? '-required' : ''}${payloadSigning === 'unsigned' ? '-unsigned' : ''}`;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
