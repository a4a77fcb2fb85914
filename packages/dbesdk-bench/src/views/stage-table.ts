import { DIRECTIONS, STAGES, stageFigure } from '../stages/stage-names.js';
import { figureText, sizeText } from './columns.js';
import { bySize, type Row, titled } from './rows.js';

const NS_PER_US = 1e3;

/** Where the time of an item goes, in microseconds. */
export function stageTable(rows: readonly Row[]): string[] {
  return titled(
    'Stages (µs per item, with stopwatches around the primitives; serialise is all that is left, the JavaScript itself)',
    ['size', 'direction', '', ...STAGES.map(words), 'sum'],
    bySize(rows).flatMap(({ cell: { metrics }, spec, label }) =>
      DIRECTIONS.map((direction) => {
        const values = STAGES.map((stage) => metrics[stageFigure(direction, stage)]?.estimate ?? null);
        const sum = values.reduce<number>((total, value) => total + (value ?? 0), 0);
        return [
          sizeText(spec.dataSize),
          direction,
          label,
          ...[...values, sum].map((ns) => figureText(ns === null ? null : ns / NS_PER_US)),
        ];
      }),
    ),
    3,
  );
}

function words(stage: string): string {
  return stage.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
