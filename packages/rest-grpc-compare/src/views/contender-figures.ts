import type { CellResult, RunResult } from '@benchwright/result-schema';
import { contenderOf } from '../clients.js';
import type { ContenderFigures, ContenderSet } from '../comparison-input.js';
import { PROTOCOL_LABELS } from '../protocols.js';
import { metricResultOf } from './metric-result-of.js';

/** Everything that a result compares, under the original's names and in its units. */
export function contendersIn({ cells, comparisons }: RunResult): ContenderSet {
  return { figures: cells.flatMap(figuresOf), comparisons };
}

function figuresOf(cell: CellResult): ContenderFigures[] {
  const contender = contenderOf(cell);
  if (contender === null) return [];
  const result = metricResultOf(cell, PROTOCOL_LABELS[contender.protocol]);
  return [{ ...contender, cell: cell.id, library: libraryOf(cell), result, validity: cell.validity }];
}

/** The client library of a cell, or its raw transport. */
export function libraryOf({ factors }: Pick<CellResult, 'factors'>): string {
  return String(factors.library ?? factors.client ?? 'not known');
}
