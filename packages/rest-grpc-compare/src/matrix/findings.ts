import type { CellResult, Comparison, RunResult } from '@benchwright/result-schema';
import type { ProtocolId } from '../protocols.js';
import { type Crossing, findCrossings, type LinePoint } from './crossing.js';
import { type GridLine, type GridPoint, gridOf } from './grid.js';
import { matrixFactorsOf } from './plan.js';

/** The figure that lines are drawn of, and whose crossings are looked for. */
export const LINE_METRIC = 'responseTimeNs';

/** How many times another protocol's figure is the better one's, with its 95 % interval; null ends are not known. */
export interface Lead {
  readonly over: ProtocolId;
  readonly times: number | null;
  readonly interval: readonly [number | null, number | null];
  /** A difference is shown: the winner of the comparison, adjusted for how many there are. */
  readonly shown: boolean;
}

/** Who is best at one point of the grid, and how far the others are behind. */
export interface PointFinding {
  readonly network: string;
  readonly operation: string;
  readonly concurrency: number;
  /** Best by its estimate; null when no cell has the figure. */
  readonly best: ProtocolId | null;
  /** The others, nearest first. */
  readonly leads: readonly Lead[];
}

/** A pair of protocols over the concurrencies of one operation and network. */
export interface PairFinding {
  readonly network: string;
  readonly operation: string;
  readonly base: ProtocolId;
  readonly head: ProtocolId;
  /** Concurrencies at which each is shown to be better, and those at which neither is. */
  readonly baseAt: readonly number[];
  readonly headAt: readonly number[];
  readonly neitherAt: readonly number[];
  readonly crossings: readonly Crossing[];
}

/** What a matrix says: who wins where, and where the lines cross. */
export interface MatrixFindings {
  readonly points: readonly PointFinding[];
  readonly pairs: readonly PairFinding[];
}

/** Reads the findings off a result, by the middle response time. Pure. */
export function findingsOf({ cells, comparisons }: RunResult): MatrixFindings {
  const byCells = new Map(
    comparisons
      .filter(({ metric }) => metric === LINE_METRIC)
      .map((comparison) => [`${comparison.base.cell}\n${comparison.head.cell}`, comparison]),
  );
  const compare = (base: CellResult, head: CellResult): Comparison | undefined =>
    byCells.get(`${base.id}\n${head.id}`);
  const grid = gridOf(cells);
  return {
    points: grid.flatMap((line) => line.points.map((point) => pointFinding(line, point, compare))),
    pairs: grid.flatMap((line) => pairFindings(line, compare)),
  };
}

type Compare = (base: CellResult, head: CellResult) => Comparison | undefined;

function pointFinding({ network, operation }: GridLine, point: GridPoint, compare: Compare): PointFinding {
  const estimate = (cell: CellResult): number =>
    cell.metrics[LINE_METRIC]?.estimate ?? Number.POSITIVE_INFINITY;
  const [best, ...others] = [...point.cells].sort((a, b) => estimate(a) - estimate(b));
  const where = { network, operation, concurrency: point.concurrency };
  if (best === undefined || estimate(best) === Number.POSITIVE_INFINITY)
    return { ...where, best: null, leads: [] };
  return { ...where, best: protocolOf(best), leads: others.map((other) => leadOf(best, other, compare)) };
}

/** Comparisons are made in one direction; a lead is read in either. */
function leadOf(best: CellResult, other: CellResult, compare: Compare): Lead {
  const over = protocolOf(other);
  const straight = compare(best, other);
  if (straight !== undefined) {
    const { estimate, interval } = straight.ratio;
    return { over, times: estimate, interval, shown: straight.winner === best.id };
  }
  const turned = compare(other, best);
  if (turned === undefined) return { over, times: null, interval: [null, null], shown: false };
  const { estimate, interval } = turned.ratio;
  const inverse = (value: number | null): number | null => (value === null || value === 0 ? null : 1 / value);
  return {
    over,
    times: inverse(estimate),
    interval: [inverse(interval[1]), inverse(interval[0])],
    shown: turned.winner === best.id,
  };
}

function pairFindings({ network, operation, points }: GridLine, compare: Compare): PairFinding[] {
  const protocols = [...new Set(points.flatMap(({ cells }) => cells.map(protocolOf)))];
  return protocols.flatMap((base, i) =>
    protocols.slice(i + 1).map((head): PairFinding => {
      const line = points.flatMap((point) => linePoint(point, base, head, compare) ?? []);
      const at = (shown: LinePoint['shown']): number[] =>
        line.filter((found) => found.shown === shown).map(({ x }) => x);
      return {
        network,
        operation,
        base,
        head,
        baseAt: at(1),
        headAt: at(-1),
        neitherAt: at(0),
        crossings: findCrossings(line),
      };
    }),
  );
}

function linePoint(
  { concurrency, cells }: GridPoint,
  base: ProtocolId,
  head: ProtocolId,
  compare: Compare,
): LinePoint | null {
  const [from, to] = [base, head].map((protocol) => cells.find((cell) => protocolOf(cell) === protocol));
  if (from === undefined || to === undefined) return null;
  const [bases, heads] = [byRound(from), byRound(to)];
  const logRatios = new Map(
    [...bases].flatMap(([round, value]) => {
      const other = heads.get(round);
      return other === undefined || value <= 0 || other <= 0
        ? []
        : [[round, Math.log(other / value)] as const];
    }),
  );
  const winner = compare(from, to)?.winner ?? null;
  return { x: concurrency, logRatios, shown: winner === from.id ? 1 : winner === to.id ? -1 : 0 };
}

/** The value of each round: trials that were used, in order, have their numbers in the cell's health. */
function byRound({ metrics, health }: CellResult): Map<number, number> {
  const values = metrics[LINE_METRIC]?.perTrial ?? [];
  if (values.length !== health.length) return new Map();
  return new Map(values.map((value, i) => [health[i]!.trial, value]));
}

function protocolOf(cell: CellResult): ProtocolId {
  return matrixFactorsOf(cell).protocol;
}
