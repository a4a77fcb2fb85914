import { StatsError } from '../errors.js';
import type { MeasuredFrom } from './histogram-types.js';
import type { HistogramShape } from './layout.js';

interface Kind {
  readonly measuredFrom: MeasuredFrom;
  readonly unit: string;
  readonly shape: HistogramShape;
}

/** Throws unless both count the same quantity, from the same moment, in the same buckets. */
export function requireSameKind(one: Kind, other: Kind): void {
  if (one.measuredFrom !== other.measuredFrom) {
    throw new StatsError(
      'ERR_HISTOGRAM_BASIS_MIXED',
      `cannot combine a histogram measured from '${one.measuredFrom}' with one measured from '${other.measuredFrom}': ` +
        'response times and service times are different quantities',
    );
  }
  if (one.unit !== other.unit) {
    throw new StatsError(
      'ERR_HISTOGRAM_UNIT_MIXED',
      `cannot combine a histogram of '${one.unit}' with one of '${other.unit}'; convert before recording`,
    );
  }
  if (describe(one.shape) !== describe(other.shape)) {
    throw new StatsError(
      'ERR_HISTOGRAM_LAYOUT_MIXED',
      `cannot combine histograms of different shapes: ${describe(one.shape)} and ${describe(other.shape)}`,
    );
  }
}

function describe(shape: HistogramShape): string {
  return `${shape.lowestDiscernibleValue} … ${shape.highestTrackableValue} with ${shape.significantDigits} digits`;
}
