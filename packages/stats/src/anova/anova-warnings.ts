import { type Warning, warn } from '../evidence/warning.js';
import type { AnovaCells } from './anova-types.js';
import { type CodedFactor, combinationText } from './factor.js';
import type { FittedModel, TermFit } from './fit-model.js';
import { termName } from './terms.js';

const MOST_NAMED = 5;

/** What the reader of the table must know. */
export function anovaWarnings(
  model: FittedModel,
  factors: readonly CodedFactor[],
  cells: AnovaCells,
): Warning[] {
  return [
    ...oneLevel(factors),
    ...emptyCellWarnings(cells),
    ...lostTerms(model.fits, factors),
    ...noiseWarnings(model),
  ];
}

function oneLevel(factors: readonly CodedFactor[]): Warning[] {
  return factors
    .filter(({ levels }) => levels.length < 2)
    .map(({ name, levels }) =>
      warn('ONE_LEVEL', `factor ${name} never changes (${levels[0]}): it has no effect to speak of`),
    );
}

function emptyCellWarnings({ count, empty }: AnovaCells): Warning[] {
  if (empty.length === 0) return [];
  const named = empty.slice(0, MOST_NAMED).map(combinationText).join('; ');
  const rest = empty.length > MOST_NAMED ? `; and ${empty.length - MOST_NAMED} more` : '';
  return [warn('EMPTY_CELLS', `${empty.length} of ${count} cells have no observation: ${named}${rest}`)];
}

function lostTerms(fits: readonly TermFit[], factors: readonly CodedFactor[]): Warning[] {
  return fits
    .filter(({ df, designDf }) => df < designDf)
    .map(({ term, df, designDf }) => {
      const name = termName(term, factors);
      const text =
        df === 0
          ? `${name} cannot be estimated: no cells are left to tell it from the other terms`
          : `of the ${designDf} degrees of freedom of ${name} only ${df} can be estimated`;
      return warn('NOT_ESTIMABLE', text);
    });
}

function noiseWarnings({ total, residual }: FittedModel): Warning[] {
  if (total.m2 === 0) {
    return [warn('ZERO_VARIANCE', 'all responses are equal: suspect a clock or counter too coarse')];
  }
  if (residual.df === 0) {
    const text =
      'the model has as many parameters as there are cells to tell them: repeat trials, or leave out the highest interaction (order)';
    return [warn('NO_RESIDUAL_DF', text)];
  }
  if (residual.sumSquares > 0) return [];
  return [warn('ZERO_VARIANCE', 'repeats within cells are all equal: F is infinite, and suspect')];
}
