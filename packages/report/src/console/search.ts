import type { SearchCurvePoint, SearchResult } from '@benchwright/result-schema';
import { formatCount, formatIn, scaleTime } from '../scale/scale.js';
import { type Line, renderLines } from '../text/line.js';
import { type Column, type TableCell, table } from '../text/table.js';
import type { ConsoleOptions } from './render-console.js';

const BAR_COLUMNS = 16;
const DEFAULT_COLUMNS = 80;

/** Latency against rate, for pages that a suite lays out itself. Pure. */
export function renderSearchCurve(search: SearchResult, options: ConsoleOptions = {}): string {
  const columns = options.columns ?? DEFAULT_COLUMNS;
  return renderLines(searchLines(search, columns), columns, options.color ?? false);
}

/** Latency against rate: a line for every rate probed, ascending, with the knee and the limit in their places. */
export function searchLines(search: SearchResult, columns: number): Line[] {
  const { curve, ratePerSec, kneeRatePerSec, outcome } = search;
  if (curve.length === 0) return [];
  const exact = scaleTime(curve.flatMap((point) => [point.responseP50Ns, point.responseP99Ns]));
  // Before the knee and beyond it are factors apart: what decides is in the leading digits.
  const scale = { ...exact, decimals: Math.min(exact.decimals, 2) };
  const bar = barOf(curve);
  const head: Column[] = [
    { title: 'rate /s', align: 'right' },
    { title: `p50 ${scale.unit}`, align: 'right', drop: 2 },
    { title: `p99 ${scale.unit}`, align: 'right' },
    { title: 'errors', align: 'right', drop: 3 },
    { title: 'met', align: 'left' },
    { title: 'p99, logarithmic', align: 'left', drop: 4 },
    { title: '', align: 'left' },
  ];
  const rowOf = (point: SearchCurvePoint): TableCell[] => [
    rateText(point.ratePerSec),
    formatIn(scale, point.responseP50Ns),
    formatIn(scale, point.responseP99Ns),
    shareText(point.errorShare),
    { text: metText(point), style: metStyle(point) },
    bar(point),
    point.ratePerSec === kneeRatePerSec ? '← knee' : '',
  ];
  const limit = outcome === 'found' || outcome === 'imprecise' ? ratePerSec : null;
  const isBelow = ({ ratePerSec: rate, met, probes }: SearchCurvePoint): boolean =>
    limit === null || rate < limit || (rate === limit && met * 2 >= probes);
  const rows = [
    ...curve.filter(isBelow).map(rowOf),
    ...(limit === null ? [] : [limitRow(limit)]),
    ...curve.filter((point) => !isBelow(point)).map(rowOf),
  ];
  return table(head, rows, columns, 2);
}

function limitRow(ratePerSec: number): TableCell[] {
  return [
    { text: rateText(ratePerSec), style: 'bold' },
    '',
    '',
    '',
    '',
    '',
    { text: '← limit', style: 'bold' },
  ];
}

/** Four digits: more would be more than a search can tell. */
function rateText(ratePerSec: number): string {
  if (ratePerSec >= 1000) return formatCount(Number(ratePerSec.toPrecision(4)));
  return String(Number(ratePerSec.toPrecision(4)));
}

function shareText(share: number): string {
  return share === 0 ? '0 %' : `${share < 0.0995 ? (share * 100).toPrecision(2) : Math.round(share * 100)} %`;
}

function metText({ probes, met }: SearchCurvePoint): string {
  return probes === 1 ? (met === 1 ? 'yes' : 'no') : `${met} of ${probes}`;
}

function metStyle({ probes, met }: SearchCurvePoint): 'good' | 'bad' | 'warn' {
  if (met === probes) return 'good';
  return met === 0 ? 'bad' : 'warn';
}

/** Length by the logarithm: the latency beyond the knee is a hundred times that before it, and both should be seen. */
function barOf(curve: readonly SearchCurvePoint[]): (point: SearchCurvePoint) => string {
  const seen = curve.flatMap(({ responseP99Ns }) =>
    responseP99Ns !== null && responseP99Ns > 0 ? [Math.log(responseP99Ns)] : [],
  );
  const least = Math.min(...seen);
  const range = Math.max(...seen) - least;
  return ({ responseP99Ns }) => {
    if (responseP99Ns === null || responseP99Ns <= 0) return '';
    const share = range > 0 ? (Math.log(responseP99Ns) - least) / range : 0;
    return '█'.repeat(1 + Math.round(share * (BAR_COLUMNS - 1)));
  };
}
