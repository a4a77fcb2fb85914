import { loadCell } from '@benchwright/endpoint-load';
import { buildPlan } from '@benchwright/load-driver';
import type { Plan } from '@benchwright/result-schema';
import { cellFactors, cellOperations, loadSettings } from './cells.js';
import type { DidConfig } from './config.js';

/** A cell an operation, each under the load asked for, interleaved trial by trial. Pure: same config and seed, same plan. */
export function planDid(config: DidConfig, seed: number): Plan {
  const cells = cellOperations(config).map((operation) =>
    loadCell(operation, cellFactors(operation, config), loadSettings(config)),
  );
  return buildPlan(cells, seed);
}
