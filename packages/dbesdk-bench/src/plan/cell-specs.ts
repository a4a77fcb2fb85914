import type { CellSpec, ItemSpec } from '../cell-spec.js';
import type { DbesdkConfig } from '../config.js';
import type { ConcurrencyMode, TestType } from '../factor-names.js';
import { SHAPE_DEFAULTS } from '../items/item-layout.js';
import { LARGEST_STORED_BYTES, storedBytes } from '../items/stored-bytes.js';
import type { Scenario } from '../scenario.js';

/** A cell that is not measured, and why. */
export interface LeftOut {
  readonly code: 'CANNOT_BE_STORED' | 'TOO_MUCH_IN_FLIGHT' | 'NOT_WITH_A_TABLE';
  readonly why: string;
}

export interface CellSpecs {
  readonly planned: readonly CellSpec[];
  readonly leftOut: readonly LeftOut[];
}

/** Everything a config asks for, and what of it cannot be measured: told, never silently dropped. Pure. */
export function cellSpecs(config: DbesdkConfig, scenario: Scenario, intoTable: boolean): CellSpecs {
  const planned: CellSpec[] = [];
  const leftOut = new Map<string, LeftOut>();
  for (const item of itemSpecs(config, scenario)) {
    for (const test of scenario.testTypes) {
      for (const spec of specsOfTest(item, test, config, scenario, intoTable)) {
        const fault = faultOf(spec, config);
        if (fault === null) planned.push(spec);
        else leftOut.set(fault.why, fault);
      }
    }
  }
  const inProcess = scenario.testTypes.filter((test) => !hasTableForm(test));
  if (intoTable && inProcess.length > 0) {
    const why = `${inProcess.join(', ')}: no table takes part in that; leave dynamodb out to measure it`;
    leftOut.set(why, { code: 'NOT_WITH_A_TABLE', why });
  }
  return { planned, leftOut: [...leftOut.values()] };
}

function hasTableForm(test: TestType): boolean {
  return test === 'throughput' || test === 'concurrency';
}

/** Every combination of what varies in an item. */
function itemSpecs(config: DbesdkConfig, { dataSizes }: Scenario): ItemSpec[] {
  const specs: ItemSpec[] = [];
  for (const dataSize of dataSizes)
    for (const shape of unique(config.item_shapes))
      for (const attributes of orDefault(config.attribute_counts, SHAPE_DEFAULTS[shape].attributes))
        for (const nesting of orDefault(config.nesting_depths, SHAPE_DEFAULTS[shape].nesting))
          for (const encryptedShare of unique(config.encrypted_shares))
            for (const suite of unique(config.algorithm_suites))
              for (const headerVersion of unique(config.header_versions))
                for (const format of unique(config.item_formats))
                  specs.push({
                    dataSize,
                    shape,
                    attributes,
                    nesting,
                    encryptedShare,
                    suite,
                    headerVersion,
                    format,
                    itemKeys: config.item_keys,
                  });
  return specs;
}

function specsOfTest(
  item: ItemSpec,
  test: TestType,
  config: DbesdkConfig,
  scenario: Scenario,
  intoTable: boolean,
): CellSpec[] {
  if (intoTable && !hasTableForm(test)) return [];
  const store = intoTable ? 'dynamodb' : 'none';
  // What is put into a table is put there as it is, too: the cost of encryption is the difference.
  const forms = intoTable ? [true, false] : [true];
  return placesOf(test, config, scenario, intoTable).flatMap(({ concurrency, mode }) =>
    forms.map((encrypted): CellSpec => ({ ...item, test, concurrency, mode, store, encrypted })),
  );
}

interface Place {
  readonly concurrency: number;
  readonly mode: ConcurrencyMode;
}

/** One item at a time, or for concurrency tests every level above one in every mode. Requests to a table are always promises. */
function placesOf(
  test: TestType,
  config: DbesdkConfig,
  { concurrencyLevels }: Scenario,
  intoTable: boolean,
): Place[] {
  if (test !== 'concurrency') return [{ concurrency: 1, mode: 'in-flight' }];
  const modes: readonly ConcurrencyMode[] = intoTable ? ['in-flight'] : unique(config.concurrency_modes);
  const levels = concurrencyLevels.filter((level) => level > 1);
  return levels.flatMap((concurrency) => modes.map((mode) => ({ concurrency, mode })));
}

function faultOf(spec: CellSpec, config: DbesdkConfig): LeftOut | null {
  if (spec.store === 'dynamodb') {
    // The encrypted form is the larger one, and a pair must not lose one side.
    const bytes = storedBytes({ ...spec, encrypted: true });
    if (bytes > LARGEST_STORED_BYTES) {
      return {
        code: 'CANNOT_BE_STORED',
        why: `items of ${spec.dataSize} B cannot be stored: encrypted they are ${bytes} B, and DynamoDB stores ${LARGEST_STORED_BYTES} B at most`,
      };
    }
  }
  const inFlight = spec.dataSize * spec.concurrency;
  if (spec.concurrency > 1 && inFlight > config.max_bytes_in_flight) {
    return {
      code: 'TOO_MUCH_IN_FLIGHT',
      why: `${spec.concurrency} items of ${spec.dataSize} B at once hold ${inFlight} B, more than max_bytes_in_flight (${config.max_bytes_in_flight} B)`,
    };
  }
  return null;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function orDefault(values: readonly number[], otherwise: number): number[] {
  return values.length === 0 ? [otherwise] : unique(values);
}
