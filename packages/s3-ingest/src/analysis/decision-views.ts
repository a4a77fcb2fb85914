import { TRIAL_METRICS } from './cell-trial.js';
import type { Candidate, CheapestConfiguration } from './cheapest-configuration.js';
import type { ParetoFront } from './pareto-front.js';
import { shareText, textColumns, wrapText } from './text-columns.js';

const ms = TRIAL_METRICS.latencyP95Ns.text;
const usd = TRIAL_METRICS.usdPerMillionObjects.text;
const left = (title: string) => ({ title, align: 'left' as const });
const right = (title: string) => ({ title, align: 'right' as const });

/** The front for a terminal of 80 columns, cheapest first; what is surely dominated is only counted. */
export function paretoView({ points, threshold, resamples, seed, fewestTrials }: ParetoFront): string {
  const listed = points.filter(({ isOnFront, standing }) => isOnFront || standing !== 'out');
  const columns = [
    left('configuration'),
    right('$/million'),
    right('p95'),
    right('objects/s'),
    right('on front'),
    left(''),
  ];
  const rows = listed.map((point) => [
    point.cellId,
    usd(point.usdPerMillionObjects),
    ms(point.latencyP95Ns),
    TRIAL_METRICS.objectsPerSec.text(point.objectsPerSec),
    shareText(point.frontShare),
    Number.isNaN(point.frontShare) ? '' : point.standing === 'out' ? 'unlikely' : point.standing,
  ]);
  const notes = [
    ...wrapText(
      `${points.length - listed.length} of ${points.length} configurations are surely dominated and not shown.`,
    ),
    ...wrapText(
      `sure: on the front in at least ${shareText(threshold)} of ${resamples} bootstrap resamples of rounds (seed ${seed}).`,
    ),
    ...coarse(fewestTrials),
  ];
  return ['Pareto front of cost, p95 and throughput', '', ...textColumns(columns, rows), '', ...notes]
    .join('\n')
    .concat('\n');
}

function coarse(fewestTrials: number): string[] {
  if (fewestTrials >= 5) return [];
  if (fewestTrials < 2)
    return wrapText('One trial per configuration: how sure any of this is cannot be told.');
  return wrapText(`Only ${fewestTrials} trials per configuration: the shares are coarse, and too confident.`);
}

/** The answer in a sentence, then the candidates up to it, for a terminal of 80 columns. */
export function cheapestView(result: CheapestConfiguration): string {
  const { candidates, shown, maxP95Ns, confidence } = result;
  const last = shown === null ? candidates.length : candidates.indexOf(shown) + 1;
  const listed = candidates.filter((candidate, i) => i < last || candidate.cheapestShare > 0);
  const columns = [
    left('configuration'),
    right('$/million'),
    right('p95'),
    right(`${Math.round(confidence * 100)} %`),
    left(''),
    right('cheapest'),
  ];
  const rows = listed.map((candidate) => [
    candidate.cellId,
    usd(candidate.usdPerMillionObjects),
    ms(candidate.latencyP95Ns),
    intervalText(candidate),
    candidate.outcome.replace('-', ' '),
    shareText(candidate.cheapestShare),
  ]);
  return [
    ...wrapText(`Cheapest with p95 below ${ms(maxP95Ns)}: ${answer(result)}`),
    '',
    ...textColumns(columns, rows),
    '',
    ...wrapText(
      `cheapest: share of ${result.resamples} resamples of rounds in which it is the one (seed ${result.seed}); none: ${shareText(result.noneShare)}.`,
    ),
  ]
    .join('\n')
    .concat('\n');
}

function answer({ shown, cheaperNotShown }: CheapestConfiguration): string {
  const found =
    shown === null
      ? 'none is shown to meet it.'
      : `${shown.cellId} at ${usd(shown.usdPerMillionObjects)} per million objects.`;
  if (cheaperNotShown === null) return found;
  return `${found} ${cheaperNotShown.cellId} at ${usd(cheaperNotShown.usdPerMillionObjects)} may meet it: the limit lies within its interval, and more trials would tell.`;
}

function intervalText({ p95IntervalNs: [low, high], trials }: Candidate): string {
  if (!Number.isFinite(high)) return `${trials} trial`;
  return `${ms(low).replace(/ .*/, '')}–${ms(high)}`;
}
