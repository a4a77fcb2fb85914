import type { CellResult, Comparison, TrialRecord } from '@benchwright/result-schema';
import { benjaminiHochberg } from '@benchwright/stats';
import { CLIENT_KINDS, type Contender, contenderOf } from '../clients.js';
import { PROTOCOLS } from '../protocols.js';
import { compareRounds, type Pair } from './compare-rounds.js';

/** The share of false reports that is accepted among all that are made. */
const FALSE_DISCOVERY_RATE = 0.05;

interface Cell extends Contender {
  readonly id: string;
}

/**
 * Every protocol against every other through the same client, and every protocol through one client against itself
 * through the other. Who compares many finds some difference by chance alone: where there are several pairs, a winner is
 * named only if the test still rejects after Benjamini and Hochberg's correction over all pairs of that figure. Pure.
 */
export function compareContenders(
  cells: readonly Pick<CellResult, 'id' | 'factors'>[],
  trials: readonly TrialRecord[],
): Comparison[] {
  const known = cells.flatMap((cell): Cell[] => {
    const contender = contenderOf(cell);
    return contender === null ? [] : [{ id: cell.id, ...contender }];
  });
  const families = [...CLIENT_KINDS.map((client) => protocolPairs(known, client)), clientPairs(known)];
  return families.flatMap((pairs) => corrected(pairs.flatMap((pair) => compareRounds(pair, trials))));
}

function protocolPairs(cells: readonly Cell[], client: Cell['client']): Pair[] {
  const order = (cell: Cell): number => PROTOCOLS.indexOf(cell.protocol);
  const same = cells.filter((cell) => cell.client === client).sort((a, b) => order(a) - order(b));
  return same.flatMap((base, i) => same.slice(i + 1).map((head) => ({ base: base.id, head: head.id })));
}

function clientPairs(cells: readonly Cell[]): Pair[] {
  const sdks = new Map(
    cells.filter(({ client }) => client === 'sdk').map((cell) => [cell.protocol, cell.id]),
  );
  return cells
    .filter(({ client }) => client === 'raw')
    .flatMap(({ id, protocol }) => {
      const head = sdks.get(protocol);
      return head === undefined ? [] : [{ base: id, head }];
    });
}

function corrected(comparisons: readonly Comparison[]): Comparison[] {
  return comparisons.map((comparison) => {
    const family = comparisons.filter(
      ({ metric, statistic }) => metric === comparison.metric && statistic === comparison.statistic,
    );
    if (comparison.winner === null || family.length === 1) return comparison;
    const adjusted = benjaminiHochberg(family.map(pOf))[family.indexOf(comparison)]!;
    if (adjusted <= FALSE_DISCOVERY_RATE) return comparison;
    const text = `the interval excludes zero, but with ${family.length} pairs compared that may be chance (p = ${adjusted.toFixed(3)} after Benjamini and Hochberg)`;
    return { ...comparison, winner: null, warnings: [...comparison.warnings, { code: 'ONE_OF_MANY', text }] };
  });
}

/** A difference that is the same in every round has no p-value and needs none. */
function pOf({ pValue, winner }: Comparison): number {
  return pValue ?? (winner === null ? Number.NaN : 0);
}
