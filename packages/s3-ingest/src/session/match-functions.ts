import type { PlanCell } from '@benchwright/result-schema';
import { batchOrMultipart, type CellSpec, specOf } from '../design/cell-spec.js';
import { parseFunctionName } from '../design/function-name.js';

/** What of a deployed function the match looks at. */
export interface DeployedFunction {
  readonly name: string;
  readonly memoryMb: number | null;
  readonly env: Readonly<Record<string, string>>;
}

/** How deployed functions and a design fit together. */
export interface FunctionMatch {
  /** Why nothing may be measured: functions that are missing, or are not what their name says. */
  readonly problems: readonly string[];
  /** Functions that begin with the prefix and have no part in the design, each with the reason. */
  readonly unused: readonly string[];
}

/**
 * Holds the functions found against those of the plan. A name is read, never guessed at, and what the function is configured with has
 * to agree: results would else bear the wrong label. Pure.
 */
export function matchFunctions(
  cells: readonly PlanCell[],
  found: readonly DeployedFunction[],
): FunctionMatch {
  const byName = new Map(found.map((one) => [one.name, one]));
  const specs = cells.map(specOf);
  const planned = new Set(specs.map(({ functionName }) => functionName));
  const missing = [...planned].filter((name) => !byName.has(name));
  const problems = specs.flatMap((spec) => {
    const deployed = byName.get(spec.functionName);
    return deployed === undefined ? [] : contradictions(spec, deployed);
  });
  return {
    problems: [...(missing.length === 0 ? [] : [`there is no function ${listed(missing)}`]), ...problems],
    unused: found
      .filter(({ name }) => !planned.has(name))
      .map(({ name }) =>
        parseFunctionName(name) === null
          ? `${name}: its name is neither of the form ingest-events-m512-b10-rc10 nor s3-experiment-events-512mb-10`
          : `${name}: the design does not have it`,
      ),
  };
}

function contradictions(spec: CellSpec, { name, memoryMb, env }: DeployedFunction): string[] {
  const factor = spec.workload === 'events' ? 'BATCH_EVENTS' : 'MULTIPART_MB';
  const wanted: Readonly<Record<string, string>> = {
    WORKLOAD: spec.workload,
    MEMORY_MB: String(spec.memoryMb),
    [factor]: String(batchOrMultipart(spec)),
    RESERVED_CONCURRENCY: String(spec.reservedConcurrency),
    CHECKSUM_MODE: spec.checksumMode,
    PAYLOAD_SIGNING: spec.payloadSigning,
  };
  const memory =
    memoryMb === null || memoryMb === spec.memoryMb
      ? []
      : [`${name}: has ${memoryMb} MB of memory, and its name says ${spec.memoryMb}`];
  const variables = Object.entries(wanted).flatMap(([variable, value]) => {
    const has = env[variable];
    return has === undefined || has === value ? [] : [`${name}: has ${variable}=${has}, the design ${value}`];
  });
  return [...memory, ...variables];
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more of the design` : shown;
}
