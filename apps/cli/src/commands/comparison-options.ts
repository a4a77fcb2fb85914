import type { CompareOptions } from '@benchwright/report';
import { COMPARISON_FORMATS } from '../output/comparison-text.js';
import { choice, onOff, shareOf, text } from '../spec/option-spec.js';

/** Two results of the same thing on a quiet machine differ by about this much from build to build, for no reason of anybody's. */
const DEFAULT_NOISE_SHARE = 0.01;
const DEFAULT_RESOLUTION_SHARE = 0.05;

/** What every command that compares can be told about how. */
export const judgeOptions = {
  noise: shareOf('--noise <share>', 'changes up to this count as noise, however significant', {
    otherwise: '1%',
  }),
  resolution: shareOf('--resolution <share>', 'say how many trials it takes to find a change of this size', {
    otherwise: '5%',
  }),
  format: choice('-f, --format <format>', COMPARISON_FORMATS, 'form of the comparison', {
    otherwise: 'console',
  }),
  failOnRegression: onOff(
    '--fail-on-regression',
    'end with 1 when a metric regressed or a result is invalid',
  ),
} as const;

export const outputOption = text('-o, --output <file>', 'file to write instead of stdout', {
  takesFile: true,
});

/** The limits that the options ask for. */
export function limitsOf(given: {
  readonly noise: number | undefined;
  readonly resolution: number | undefined;
}): CompareOptions {
  return {
    confidence: 0.95,
    noiseShare: given.noise ?? DEFAULT_NOISE_SHARE,
    resolutionShare: given.resolution ?? DEFAULT_RESOLUTION_SHARE,
  };
}
