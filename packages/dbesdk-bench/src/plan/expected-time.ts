import type { CellSpec } from '../cell-spec.js';

/** A cautious guess, several times what this implementation needs: mostly more operations are counted than asked for, on a busy machine fewer. */
const NS_PER_OPERATION = 3e6;
const NS_PER_ATTRIBUTE = 50e3;
const NS_PER_BYTE = 8;
/** A put and a get over the network, or into an embedded table. */
const NS_PER_STORED_OPERATION = 20e6;

/** How long so many operations of a cell may take, its concurrency included. Pure. */
export function trialNs(spec: CellSpec, operations: number): number {
  const own = NS_PER_OPERATION + spec.attributes * NS_PER_ATTRIBUTE + spec.dataSize * NS_PER_BYTE;
  const each = spec.store === 'dynamodb' ? own + NS_PER_STORED_OPERATION : own;
  return Math.max(operations, spec.concurrency) * each;
}
