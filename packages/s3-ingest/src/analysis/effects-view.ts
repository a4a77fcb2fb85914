import type { AssumptionCheck } from '@benchwright/stats';
import type { EffectsAnalysis, EffectTerm } from './analyse-effects.js';
import { significant, TRIAL_METRICS } from './cell-trial.js';
import type { LevelRatio } from './level-ratios.js';
import { pText, textColumns, wrapText } from './text-columns.js';

/** Below this an assumption is remarked upon. */
const DOUBT = 0.01;
/** Below this an effect counts as shown in the summary. */
const SHOWN = 0.05;

/** The analysis for a terminal of 80 columns: table of effects, what to keep in mind, ratios between levels. */
export function effectsView(analysis: EffectsAnalysis): string {
  const { anova, metric, leftOut } = analysis;
  const title = `What changes the ${TRIAL_METRICS[metric].title} (${anova.n} trials, logarithms, type II)`;
  const left = leftOut === 0 ? [] : wrapText(`${leftOut} trials without a value are left out.`);
  return [title, '', ...effectRows(analysis), '', ...remarks(analysis), ...left, '', ...ratioRows(analysis)]
    .join('\n')
    .concat('\n');
}

function effectRows({ terms, anova, confidence }: EffectsAnalysis): string[] {
  const right = (text: string) => ({ title: text, align: 'right' as const });
  const columns = [
    { title: 'effect', align: 'left' as const },
    right('df'),
    right('F'),
    right('p'),
    right('p adj.'),
    right('η²G'),
    right(`η²p ${Math.round(confidence * 100)} %`),
  ];
  const rows = terms.map((term) => [term.name, String(term.df), ...testCells(term)]);
  const residual = ['residual', String(anova.residual.df)];
  return textColumns(columns, [...rows, residual]);
}

function testCells(term: EffectTerm): string[] {
  const { f, pValue, adjustedPValue, generalizedEtaSquared, partialEtaSquaredInterval } = term;
  const [low, high] = partialEtaSquaredInterval.map((end) => end.toFixed(2));
  const hasTest = !Number.isNaN(f);
  const fText = f === Number.POSITIVE_INFINITY ? '∞' : f.toFixed(2);
  const effect = Number.isNaN(generalizedEtaSquared) ? '-' : generalizedEtaSquared.toFixed(3);
  if (!hasTest) return ['-', '-', '-', effect, '-'];
  return [fText, pText(pValue), pText(adjustedPValue), effect, `${low}–${high}`];
}

function remarks({ terms, normality, equalVariances, warnings }: EffectsAnalysis): string[] {
  const interacting = terms.filter(
    ({ factors, adjustedPValue }) => factors.length > 1 && adjustedPValue < SHOWN,
  );
  const names = interacting.map(({ name }) => name).join(', ');
  return [
    ...(interacting.length === 0
      ? []
      : wrapText(`Interactions are shown (${names}): the ratios below average over effects that differ.`)),
    ...doubt(normality, 'residuals are not normal', 'p-values are approximate'),
    ...doubt(equalVariances, 'cells differ in their noise', 'p-values and intervals are approximate'),
    ...warnings.flatMap(({ code, text }) => wrapText(`${code}: ${text}`)),
  ];
}

function doubt({ method, pValue }: AssumptionCheck, finding: string, consequence: string): string[] {
  if (pValue >= DOUBT) return [];
  return wrapText(`Check: ${finding} (${method}, p ${pText(pValue)}); ${consequence}.`);
}

function ratioRows({ ratios, confidence }: EffectsAnalysis): string[] {
  const columns = [
    { title: 'ratio between levels', align: 'left' as const },
    { title: 'ratio', align: 'right' as const },
    { title: `${Math.round(confidence * 100)} %, all together`, align: 'right' as const },
    { title: 'p adj.', align: 'right' as const },
  ];
  return textColumns(columns, ratios.map(ratioRow));
}

function ratioRow({ factor, baseline, candidate, ratio, interval, pValue }: LevelRatio): string[] {
  const name = `${factor} ${baseline} → ${candidate}`;
  if (Number.isNaN(ratio)) return [name, '-', 'cannot be told', '-'];
  const [low, high] = interval;
  const known = Number.isFinite(high);
  const range = known ? `×${significant(low)} … ×${significant(high)}` : 'no repeats';
  return [name, `×${significant(ratio)}`, range, known ? pText(pValue) : '-'];
}
