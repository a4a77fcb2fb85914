import type { Slice } from '@benchwright/load-driver';

/** How many connections a thread has. The shares of all sum to the total. */
export function shareOf(total: number, { index, of }: Slice): number {
  return Math.floor(total / of) + (index < total % of ? 1 : 0);
}

/**
 * The machines of each connection of a thread: of all connections together, each machine has one. Pure.
 */
export function machinesOfSlots(machines: number, connections: number, slice: Slice): number[][] {
  const before = Array.from({ length: slice.index }, (_, index) =>
    shareOf(connections, { index, of: slice.of }),
  );
  const first = before.reduce((sum, n) => sum + n, 0);
  return Array.from({ length: shareOf(connections, slice) }, (_, slot) => {
    const own: number[] = [];
    for (let machine = first + slot; machine < machines; machine += connections) own.push(machine);
    return own;
  });
}

/** How many threads send: `auto` is one on one or two cores, else half of them; never more than there are connections or batches. Pure. */
export function workerCount(wanted: number | 'auto', most: number, cores: number): number {
  return Math.max(1, Math.min(wanted === 'auto' ? Math.max(1, Math.floor(cores / 2)) : wanted, most));
}
