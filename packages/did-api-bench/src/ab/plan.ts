import { loadCell } from '@benchwright/endpoint-load';
import type { Plan, PlanCell } from '@benchwright/result-schema';
import { createRandom } from '@benchwright/stats';
import { cellFactors, cellOperations, loadSettings } from '../cells.js';
import type { CellOperation } from '../operations.js';
import { type DidAbConfig, settingsOf } from './config.js';
import { type DidSide, SIDES, sideCell } from './sides.js';

/**
 * A cell an operation and side. Operations take turns in an order drawn for each round; the two sides of an operation follow each other, A B in one round and B A in the next, as
 * the seed draws it for each block of two: what drifts adds the same to both. Pure: same config and seed, same plan.
 */
export function planDidAb(config: DidAbConfig, seed: number): Plan {
  const settings = settingsOf(config);
  const operations = cellOperations(settings);
  const cellOf = (operation: CellOperation, side: DidSide): PlanCell => {
    const factors = { ...cellFactors(operation, settings), side };
    return loadCell(sideCell(operation, side), factors, loadSettings(settings));
  };
  const cells = operations.flatMap((operation) => SIDES.map((side) => cellOf(operation, side)));
  const random = createRandom(seed).fork('did-ab');
  const first = new Map<string, boolean>();
  const order: Plan['order'] = [];
  const rounds = Math.max(...cells.map(({ trialLoads }) => trialLoads.length));
  for (let trial = 0; trial < rounds; trial++) {
    for (const operation of random.shuffle([...operations])) {
      if (trial % 2 === 0) first.set(operation, random.nextUint32() % 2 === 0);
      const straight = first.get(operation) === (trial % 2 === 0);
      const pair = straight ? SIDES : SIDES.toReversed();
      order.push(...pair.map((side) => ({ cell: sideCell(operation, side), trial })));
    }
  }
  return { seed, cells, order };
}
